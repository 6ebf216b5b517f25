using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Retention;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.BuiltIns;

/// <summary><c>celery.backend_cleanup</c>: deletes expired results, and what the broker no longer needs, in small batches.</summary>
internal sealed class BackendCleanup(RetentionSet databases, CleanupEngine engine, IOptions<DownbeatOptions> options)
{
    public const string TaskName = "celery.backend_cleanup";

    /// <summary>The task. It goes to the queue that every worker consumes beside its own.</summary>
    public static TaskDefinition Definition { get; } = new(TaskName, InvokeAsync)
    {
        Options = new TaskOptions { Queue = DownbeatOptions.MaintenanceQueue },
        ReturnType = "object",
        DeclaredBy = "Downbeat",
        IsBuiltIn = true,
    };

    private static async ValueTask<TaskReturn> InvokeAsync(TaskInvocation invocation)
    {
        invocation.Arguments.End(0);
        BackendCleanup cleanup = invocation.Services.GetRequiredService<BackendCleanup>();
        IReadOnlyList<CleanupRun> runs = await cleanup.RunAsync(invocation.Context, invocation.CancellationToken).ConfigureAwait(false);
        return new TaskReturn(Summarize(runs));
    }

    private async Task<IReadOnlyList<CleanupRun>> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        RetentionPolicy policy = options.Value.Retention;
        var runs = new List<CleanupRun>();
        Exception? failure = null;
        foreach ((IRetention database, List<RetentionRole> roles) in FindDatabases(policy))
        {
            var request = new CleanupRequest(Trigger(context), policy, roles) { Progress = new CleanupProgress(context, runs) };
            try
            {
                runs.Add(await engine.RunAsync(database, request, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The other database is cleaned all the same; the task fails at the end.
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return runs;
    }

    // Beat cleans its own store itself, so that this depends on no worker; here it is left out even where all share one database.
    private List<(IRetention Database, List<RetentionRole> Roles)> FindDatabases(RetentionPolicy policy)
    {
        var found = new List<(IRetention Database, List<RetentionRole> Roles)>();
        Add(policy.DeletesNoResults ? null : databases.ResultBackend, RetentionRole.Results);
        Add(databases.Broker, RetentionRole.Broker);
        return found;

        void Add(IRetention? database, RetentionRole role)
        {
            if (database is null)
            {
                return;
            }

            int known = found.FindIndex(other => other.Database.Capabilities.Database == database.Capabilities.Database);
            if (known >= 0)
            {
                found[known].Roles.Add(role);
            }
            else
            {
                found.Add((database, [role]));
            }
        }
    }

    private static string Trigger(TaskContext context)
    {
        return context.Headers.TryGetValue(HeaderNames.Fire, out JsonElement fire) && fire.ValueKind == JsonValueKind.String
            ? fire.ValueEquals("manual"u8) ? "manual" : "schedule"
            : "message";
    }

    private static byte[] Summarize(IReadOnlyList<CleanupRun> runs)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("deleted"u8);
            foreach (IGrouping<string, long> kind in runs
                .SelectMany(run => run.Deleted)
                .GroupBy(deleted => deleted.Key, deleted => deleted.Value.Total, StringComparer.Ordinal))
            {
                json.WriteNumber(kind.Key, kind.Sum());
            }

            json.WriteEndObject();
            json.WriteNumber("bytes_before"u8, runs.Sum(run => run.BytesBefore));
            json.WriteNumber("bytes_after"u8, runs.Sum(run => run.BytesAfter ?? run.BytesBefore));
            json.WriteNumber("batches"u8, runs.Sum(run => run.Batches));
            json.WriteNumber("seconds"u8, Math.Round(runs.Sum(run => ((run.EndedAt ?? run.SeenAt) - run.StartedAt).TotalSeconds), 3));
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
