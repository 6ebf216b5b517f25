using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Retention;
using Spectre.Console;

namespace Downbeat.App.Verbs.Cleanup;

/// <summary>The record of a cleanup as it is shown.</summary>
internal static class CleanupJson
{
    public static JsonObject Of(string database, CleanupRun run) => new()
    {
        ["database"] = database,
        ["id"] = run.Id.ToString(),
        ["trigger"] = run.Trigger,
        ["policy"] = run.Policy,
        ["dry_run"] = run.IsDryRun,
        ["outcome"] = run.Outcome,
        ["error"] = run.Error,
        ["started_at"] = Texts.Of(run.StartedAt),
        ["seen_at"] = Texts.Of(run.SeenAt),
        ["ended_at"] = Texts.Of(run.EndedAt),
        ["duration_seconds"] = ((run.EndedAt ?? run.SeenAt) - run.StartedAt).TotalSeconds,
        ["candidates"] = Counts(run.Candidates),
        ["deleted"] = Counts(run.Deleted),
        ["bytes_before"] = run.BytesBefore,
        ["bytes_after"] = run.BytesAfter,
        ["batches"] = run.Batches,
        ["slowest_batch_seconds"] = run.SlowestBatch.TotalSeconds,
    };

    public static void Show(IAnsiConsole console, IEnumerable<(string Database, CleanupRun Run)> runs)
    {
        Table table = Tables.Create("started", "trigger", "outcome", "deleted", "bytes before", "bytes after", "batches", "slowest", "took", "database");
        foreach ((string database, CleanupRun run) in runs)
        {
            string deleted = string.Join(", ", run.Deleted.Where(kind => !kind.Value.IsNone).Select(kind => $"{Texts.Of(kind.Value.Total)} {kind.Key}"));
            table.Add(
                Texts.Of(run.StartedAt),
                run.Trigger,
                run.IsDryRun ? $"{run.Outcome} (dry run)" : run.Outcome,
                deleted.Length == 0 ? "nothing" : deleted,
                Texts.Bytes(run.BytesBefore),
                run.BytesAfter is { } after ? Texts.Bytes(after) : null,
                Texts.Of(run.Batches),
                Texts.Duration(run.SlowestBatch),
                Texts.Duration((run.EndedAt ?? run.SeenAt) - run.StartedAt),
                database);
        }

        console.Write(table);
    }

    private static JsonObject Counts(IReadOnlyDictionary<string, RetentionCount> counts)
    {
        var json = new JsonObject();
        foreach ((string kind, RetentionCount count) in counts)
        {
            var entry = new JsonObject { ["total"] = count.Total };
            foreach ((string state, long number) in count.ByState)
            {
                entry[state] = number;
            }

            json[kind] = entry;
        }

        return json;
    }
}
