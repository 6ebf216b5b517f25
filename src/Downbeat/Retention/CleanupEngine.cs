using Microsoft.Extensions.Logging;

namespace Downbeat.Retention;

/// <summary>
/// Deletes what has expired, batch by batch: each batch is a transaction of its own, sized to a time budget, with a pause steered by what the
/// foreground suffers. It can be stopped at any batch, and two at once are harmless.
/// </summary>
public sealed partial class CleanupEngine
{
    private static readonly TimeSpan RecordInterval = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly ILogger<CleanupEngine> _logger;

    /// <summary>Creates the engine.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it tells what it did.</param>
    public CleanupEngine(TimeProvider time, ILogger<CleanupEngine> logger)
    {
        _time = time;
        _logger = logger;
    }

    /// <summary>Cleans one database.</summary>
    /// <param name="retention">The database.</param>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Stops it after the batch under way; the record says so.</param>
    /// <returns>The record of the run.</returns>
    public async Task<CleanupRun> RunAsync(IRetention retention, CleanupRequest request, CancellationToken cancellationToken = default)
    {
        var work = new Work(this, retention, request);
        try
        {
            await work.RunAsync(cancellationToken).ConfigureAwait(false);
            await work.EndAsync(CleanupRun.Done, error: null).ConfigureAwait(false);
            LogDone(retention.Capabilities.Database, work.Elapsed, work.Deleted, work.Record.Batches);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await work.TryEndAsync(CleanupRun.Cancelled, error: null).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception)
        {
            LogFailed(exception, retention.Capabilities.Database);
            await work.TryEndAsync(CleanupRun.Failed, exception.Message).ConfigureAwait(false);
            throw;
        }

        return work.Record;
    }

    private DateTimeOffset Now => Instants.Round(_time.GetUtcNow());

    [LoggerMessage(Diagnostics.EventIds.Retention, LogLevel.Information, "Cleaned {Database} in {Elapsed}: {Deleted} rows deleted in {Batches} batches")]
    private partial void LogDone(string database, TimeSpan elapsed, long deleted, int batches);

    [LoggerMessage(Diagnostics.EventIds.Retention + 1, LogLevel.Error, "The cleanup of {Database} failed; what was deleted stays deleted, the next run goes on")]
    private partial void LogFailed(Exception exception, string database);

    [LoggerMessage(Diagnostics.EventIds.Retention + 2, LogLevel.Warning, "The record of the cleanup of {Database} could not be written")]
    private partial void LogNotRecorded(Exception exception, string database);

    private sealed class Work(CleanupEngine engine, IRetention retention, CleanupRequest request)
    {
        private readonly Dictionary<string, RetentionCount> _candidates = new(StringComparer.Ordinal);
        private readonly Dictionary<string, RetentionCount> _deleted = new(StringComparer.Ordinal);
        private readonly BatchSizer _sizer = new(retention.Capabilities.BatchBudget);
        private long _recordedAt;

        public CleanupRun Record { get; private set; } = new()
        {
            Id = Guid.CreateVersion7(engine.Now),
            Trigger = request.Trigger,
            Policy = request.Policy.Describe(),
            IsDryRun = request.IsDryRun,
            StartedAt = engine.Now,
            SeenAt = engine.Now,
            Outcome = CleanupRun.Running,
        };

        private bool IsRecorded => !request.IsQuietWhenIdle || Record.Outcome == CleanupRun.Failed || _candidates.Values.Any(count => !count.IsNone);

        public TimeSpan Elapsed => Record.EndedAt.GetValueOrDefault() - Record.StartedAt;

        public long Deleted => _deleted.Values.Sum(count => count.Total);

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            // What expires from now on is the next run's: a run comes to an end however fast results expire, and deletes what it announced.
            DateTimeOffset now = Record.StartedAt;
            Record = Record with { BytesBefore = await retention.MeasureAsync(cancellationToken).ConfigureAwait(false) };
            IReadOnlyList<IRetentionTarget> targets =
                [.. retention.GetTargets(request.Policy).Where(target => request.Roles.Contains(target.Role))];
            if (!request.IsDryRun && request.Roles.Contains(RetentionRole.Results) && !request.Policy.DeletesNoResults)
            {
                await ApplyPolicyAsync(cancellationToken).ConfigureAwait(false);
            }

            foreach (IRetentionTarget target in targets)
            {
                _candidates[target.Kind] = await target.CountAsync(now, cancellationToken).ConfigureAwait(false);
            }

            await SaveAsync(cancellationToken).ConfigureAwait(false);
            if (request.IsDryRun)
            {
                foreach ((string kind, RetentionCount count) in _candidates)
                {
                    _deleted[kind] = count;
                }

                return;
            }

            foreach (IRetentionTarget target in targets)
            {
                await DeleteAsync(target, now, cancellationToken).ConfigureAwait(false);
            }

            await ReclaimAsync(cancellationToken).ConfigureAwait(false);
        }

        public async Task EndAsync(string outcome, string? error)
        {
            // The end is recorded also when the run was cancelled: a record that says "running" for ever would lie.
            long bytes = await retention.MeasureAsync(CancellationToken.None).ConfigureAwait(false);
            await SaveEndAsync(outcome, error, bytes).ConfigureAwait(false);
        }

        public async Task TryEndAsync(string outcome, string? error)
        {
            try
            {
                await SaveEndAsync(outcome, error, bytes: null).ConfigureAwait(false);
                await EndAsync(outcome, error).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The reason why the run ended matters more.
                engine.LogNotRecorded(exception, retention.Capabilities.Database);
            }
        }

        private Task SaveEndAsync(string outcome, string? error, long? bytes)
        {
            Record = Record with { Outcome = outcome, Error = error, EndedAt = engine.Now, BytesAfter = bytes };
            return SaveAsync(CancellationToken.None);
        }

        private async Task ApplyPolicyAsync(CancellationToken cancellationToken)
        {
            bool hasMore = true;
            while (hasMore)
            {
                long started = engine._time.GetTimestamp();
                hasMore = await retention.ApplyAsync(request.Policy, _sizer.Size, cancellationToken).ConfigureAwait(false);
                await PaceAsync(started, cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task DeleteAsync(IRetentionTarget target, DateTimeOffset now, CancellationToken cancellationToken)
        {
            while (true)
            {
                long started = engine._time.GetTimestamp();
                RetentionCount batch = await target.DeleteBatchAsync(now, _sizer.Size, cancellationToken).ConfigureAwait(false);
                if (batch.IsNone)
                {
                    return;
                }

                _deleted[target.Kind] = _deleted.GetValueOrDefault(target.Kind, RetentionCount.None) + batch;
                CleanupMetrics.Deleted.Add(batch.Total, new KeyValuePair<string, object?>(Diagnostics.TagNames.Rows, target.Kind));
                TimeSpan elapsed = await PaceAsync(started, cancellationToken).ConfigureAwait(false);
                Record = Record with
                {
                    Batches = Record.Batches + 1,
                    SlowestBatch = elapsed > Record.SlowestBatch ? elapsed : Record.SlowestBatch,
                };
                if (engine._time.GetElapsedTime(_recordedAt) > RecordInterval)
                {
                    await SaveAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }

        private async Task ReclaimAsync(CancellationToken cancellationToken)
        {
            bool hasMore = true;
            while (hasMore)
            {
                hasMore = await retention.ReclaimAsync(retention.Capabilities.BatchBudget, cancellationToken).ConfigureAwait(false);
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task<TimeSpan> PaceAsync(long started, CancellationToken cancellationToken)
        {
            TimeSpan elapsed = engine._time.GetElapsedTime(started);
            _sizer.Learn(elapsed);
            CleanupMetrics.BatchDuration.Record(elapsed.TotalSeconds);
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            return elapsed;
        }

        private async Task PauseAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan pause = retention.GetPause();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, engine._time, cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task SaveAsync(CancellationToken cancellationToken)
        {
            _recordedAt = engine._time.GetTimestamp();
            Record = Record with
            {
                SeenAt = engine.Now,
                Candidates = new Dictionary<string, RetentionCount>(_candidates, StringComparer.Ordinal),
                Deleted = new Dictionary<string, RetentionCount>(_deleted, StringComparer.Ordinal),
            };
            request.Progress?.Report(Record);
            if (IsRecorded)
            {
                await retention.Runs.SaveAsync(Record, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
