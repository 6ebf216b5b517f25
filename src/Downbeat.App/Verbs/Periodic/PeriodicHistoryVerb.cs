using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Spectre.Console;

namespace Downbeat.App.Verbs.Periodic;

internal sealed class PeriodicHistoryVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Its name; all periodic tasks without one", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _outcome = new("--outcome") { Description = "pending, published, skipped, expired or failed", HelpName = "OUTCOME" };

    private readonly Option<int> _take = new("--take")
    {
        Description = "At most so many, newest first", HelpName = "N", DefaultValueFactory = _ => 100,
    };

    public PeriodicHistoryVerb(IVerbHost host)
        : base(host, "history", "Show what was fired, when, and what came of it")
    {
        Add(_name);
        Add(_outcome);
        Add(_take);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        IScheduleStore store = run.Get<IScheduleStore>();
        string? name = run.Value(_name);
        PeriodicTaskRow? row = name is null ? null
            : await store.Tasks.FindAsync(name, cancellationToken) ?? throw new NotFoundException("periodic task", name);
        var query = new FireQuery
        {
            PeriodicTaskId = row?.Id,
            Outcome = ReadOutcome(run.Value(_outcome)),
            Page = new PageRequest { Take = run.Value(_take) },
        };
        Page<Fire> fires = await store.Fires.QueryAsync(query, cancellationToken);
        run.Output.Write(new JsonArray([.. fires.Items.Select(ToJson)]), console => Show(console, fires.Items));
        return ExitCodes.Done;
    }

    private static FireOutcome? ReadOutcome(string? text)
    {
        return text is null ? null
            : text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out FireOutcome outcome) ? outcome
            : throw new InvalidValueException("outcome", text, "pending, published, skipped, expired, failed");
    }

    private static JsonObject ToJson(Fire fire) => new()
    {
        ["periodic_task"] = fire.PeriodicTaskName,
        ["task"] = fire.Task,
        ["task_id"] = fire.TaskId,
        ["kind"] = Kind(fire.Kind),
        ["nominal_at"] = Texts.Of(fire.Nominal),
        ["nominal_until"] = Texts.Of(fire.NominalUntil),
        ["occurrences"] = fire.Count,
        ["fired_at"] = Texts.Of(fire.FiredAt),
        ["lateness_seconds"] = fire.Lateness.TotalSeconds,
        ["outcome"] = Outcome(fire.Outcome),
        ["reason"] = fire.Reason,
        ["published_at"] = Texts.Of(fire.PublishedAt),
        ["run_state"] = fire.RunState,
        ["run_started_at"] = Texts.Of(fire.RunStartedAt),
        ["run_done_at"] = Texts.Of(fire.RunDoneAt),
    };

    private static void Show(IAnsiConsole console, IReadOnlyList<Fire> fires)
    {
        Table table = Tables.Create("nominal", "name", "kind", "lateness", "outcome", "reason", "run", "task id");
        foreach (Fire fire in fires)
        {
            string outcome = fire.Count > 1 ? $"{Outcome(fire.Outcome)} ×{fire.Count}" : Outcome(fire.Outcome);
            table.Add(
                Texts.Of(fire.Nominal), fire.PeriodicTaskName, Kind(fire.Kind), Texts.Duration(fire.Lateness), outcome, fire.Reason, fire.RunState, fire.TaskId);
        }

        console.Write(table);
    }

    private static string Kind(FireKind kind) => kind == FireKind.CatchUp ? "catch_up" : kind.ToString().ToLowerInvariant();

    private static string Outcome(FireOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
