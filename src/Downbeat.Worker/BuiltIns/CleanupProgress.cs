using Downbeat.Retention;

namespace Downbeat.Worker.BuiltIns;

/// <summary>Shows how far a cleanup has come as the progress of its task.</summary>
/// <param name="context">The task's run.</param>
/// <param name="done">The databases it has cleaned before.</param>
internal sealed class CleanupProgress(TaskContext context, IReadOnlyList<CleanupRun> done) : IProgress<CleanupRun>
{
    public void Report(CleanupRun value)
    {
        long deleted = Count(value.Deleted);
        long total = Math.Max(deleted, Count(value.Candidates));
        foreach (CleanupRun run in done)
        {
            deleted += Count(run.Deleted);
            total += Math.Max(Count(run.Deleted), Count(run.Candidates));
        }

        context.ReportProgress(deleted, total, "rows deleted");
    }

    private static long Count(IReadOnlyDictionary<string, RetentionCount> rows) => rows.Values.Sum(count => count.Total);
}
