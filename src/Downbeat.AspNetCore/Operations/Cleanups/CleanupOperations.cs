using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Hosting;
using Downbeat.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Operations.Cleanups;

/// <summary>What people do with the cleanup. One that is started by hand runs here, beside the requests, and tells how far it is in its record.</summary>
internal sealed class CleanupOperations(
    RetentionSet databases,
    CleanupEngine engine,
    IOptions<DownbeatOptions> options,
    AuditTrail audit,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<CleanupOperations> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How long what is kept, as configured.</summary>
    public RetentionPolicy Policy => options.Value.Retention;

    /// <summary>Whether one that was started here still runs.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return !_running.IsCompleted;
            }
        }
    }

    /// <summary>The last cleanups of every database, newest first.</summary>
    /// <param name="take">At most so many of each, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<CleanupRecord>> RunsAsync(int take, CancellationToken cancellationToken)
    {
        if (take is < 1 or > 1000)
        {
            throw new InvalidValueException("take", take, "1 to 1000");
        }

        DateTimeOffset now = time.GetUtcNow();
        var records = new List<CleanupRecord>();
        foreach (RetentionJob job in databases.Jobs)
        {
            IReadOnlyList<CleanupRun> runs = await job.Retention.Runs.ListAsync(take, cancellationToken).ConfigureAwait(false);
            string database = Masking.Text(job.Retention.Capabilities.Database);
            records.AddRange(runs.Select(run => new CleanupRecord(database, run, run.Outcome == CleanupRun.Running && now - run.SeenAt > Patience)));
        }

        return [.. records.OrderByDescending(record => record.Run.StartedAt).ThenByDescending(record => record.Run.Id)];
    }

    /// <summary>How large each database is, in bytes.</summary>
    public async Task<IReadOnlyList<(string Database, long Bytes)>> SizesAsync(CancellationToken cancellationToken)
    {
        var sizes = new List<(string Database, long Bytes)>();
        foreach (RetentionJob job in databases.Jobs)
        {
            long bytes = await job.Retention.MeasureAsync(cancellationToken).ConfigureAwait(false);
            sizes.Add((Masking.Text(job.Retention.Capabilities.Database), bytes));
        }

        return sizes;
    }

    /// <summary>Starts a cleanup of every database.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="isDryRun">Whether it only counts.</param>
    /// <returns>Whether it was started; false while another one that was started here runs.</returns>
    public async Task<bool> StartAsync(Actor actor, bool isDryRun)
    {
        lock (_gate)
        {
            if (!_running.IsCompleted)
            {
                return false;
            }

            _running = Task.Run(() => RunAsync(isDryRun, lifetime.ApplicationStopping), CancellationToken.None);
        }

        await audit.WriteAsync(
            actor, isDryRun ? "cleanup tried" : "cleanup started", Subjects.Cleanup, "cleanup", before: null, new JsonObject { ["policy"] = Policy.Describe() })
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until what was started here has ended.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _running.WaitAsync(cancellationToken);
        }
    }

    private async Task RunAsync(bool isDryRun, CancellationToken stopping)
    {
        foreach (RetentionJob job in databases.Jobs)
        {
            try
            {
                await engine.RunAsync(job.Retention, new CleanupRequest("manual", Policy, job.Roles) { IsDryRun = isDryRun }, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Its record says so; the next database is cleaned all the same.
                Log.CleanupFailed(logger, exception);
            }
        }
    }
}
