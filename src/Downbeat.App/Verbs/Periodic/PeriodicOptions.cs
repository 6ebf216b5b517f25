using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Verbs.Schedules;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

/// <summary>The options that say what a periodic task is, shared by <c>add</c> and <c>edit</c>. Those not given change nothing.</summary>
internal sealed class PeriodicOptions
{
    private readonly ScheduleOptions _schedule = new();
    private readonly Option<string?> _task = new("--task") { Description = "The name of the task it sends", HelpName = "NAME" };
    private readonly Option<string?> _args = new("--args") { Description = "Arguments by position", HelpName = "JSON" };
    private readonly Option<string?> _kwargs = new("--kwargs") { Description = "Arguments by name", HelpName = "JSON" };
    private readonly Option<string?> _headers = new("--headers") { Description = "Headers added to every message", HelpName = "JSON" };
    private readonly Option<string?> _queue = new("--queue") { Description = "The queue; none for the task's own", HelpName = "QUEUE" };
    private readonly Option<string?> _exchange = new("--exchange") { Description = "The exchange, for brokers that have them", HelpName = "NAME" };
    private readonly Option<string?> _routingKey = new("--routing-key") { Description = "The routing key, for brokers that route", HelpName = "KEY" };
    private readonly Option<string?> _priority = new("--priority") { Description = "0 to 255, higher first; none for the task's own", HelpName = "N" };
    private readonly Option<string?> _expires = new("--expires") { Description = "Nothing fires at or after this; none to take it away", HelpName = "INSTANT" };

    private readonly Option<string?> _expireSeconds = new("--expire-seconds")
    {
        Description = "Each message expires this long after its fire; none to take it away", HelpName = "TIME",
    };

    private readonly Option<bool> _oneOff = new("--one-off") { Description = "Disable it after its next fire" };
    private readonly Option<string?> _startTime = new("--start-time") { Description = "Nothing fires before this; none to take it away", HelpName = "INSTANT" };
    private readonly Option<string?> _description = new("--description") { Description = "What it is for", HelpName = "TEXT" };
    private readonly Option<string?> _catchUp = new("--catch-up") { Description = "Missed occurrences: latest (default), all or none", HelpName = "RULE" };

    private readonly Option<string?> _startingDeadline = new("--starting-deadline")
    {
        Description = "An occurrence older than this is not fired; none to take it away", HelpName = "TIME",
    };

    private readonly Option<string?> _overlap = new("--overlap")
    {
        Description = "While the previous run has not finished: allow (default), skip or cancel_previous", HelpName = "RULE",
    };

    private readonly Option<string?> _jitter = new("--jitter") { Description = "Delay each occurrence by a stable time below this", HelpName = "TIME" };

    private readonly Option<string[]> _tags = new("--tag")
    {
        Description = "A word to find it by; may be given several times", HelpName = "WORD",
    };

    public void AddTo(Command command)
    {
        _schedule.AddTo(command);
        foreach (Option option in (ReadOnlySpan<Option>)
            [_task, _args, _kwargs, _headers, _queue, _exchange, _routingKey, _priority, _expires, _expireSeconds, _oneOff, _startTime, _description,
             _catchUp, _startingDeadline, _overlap, _jitter, _tags])
        {
            command.Add(option);
        }
    }

    /// <summary>The periodic task with everything that was given.</summary>
    public PeriodicTask Apply(VerbRun run, PeriodicTask task)
    {
        task = task with
        {
            Schedule = _schedule.Read(run, task.Schedule) ?? task.Schedule,
            Task = run.Value(_task) ?? task.Task,
            Description = run.Value(_description) ?? task.Description,
            OneOff = run.Has(_oneOff) ? run.Value(_oneOff) : task.OneOff,
            Tags = run.Has(_tags) ? [.. run.Value(_tags)!.Where(tag => !Parsing.IsNone(tag))] : task.Tags,
        };
        Set(run, _args, text => task = task with { Args = Parsing.Json<JsonArray>("args", text) });
        Set(run, _kwargs, text => task = task with { Kwargs = Parsing.Json<JsonObject>("kwargs", text) });
        Set(run, _headers, text => task = task with { Headers = Parsing.Json<JsonObject>("headers", text) });
        Set(run, _queue, text => task = task with { Queue = Parsing.TextOrNone(text) });
        Set(run, _exchange, text => task = task with { Exchange = Parsing.TextOrNone(text) });
        Set(run, _routingKey, text => task = task with { RoutingKey = Parsing.TextOrNone(text) });
        Set(run, _priority, text => task = task with { Priority = Parsing.IsNone(text) ? null : (int)Math.Clamp(Parsing.Whole("priority", text), -1, 256) });
        Set(run, _expires, text => task = task with { Expires = Parsing.InstantOrNone("expires", text) });
        Set(run, _expireSeconds, text => task = task with { ExpiresAfter = Durations.ParseOrNone("expire_seconds", text) });
        Set(run, _startTime, text => task = task with { StartTime = Parsing.InstantOrNone("start_time", text) });
        Set(run, _catchUp, text => task = task with { CatchUp = Words.ReadCatchUp(text) });
        Set(run, _startingDeadline, text => task = task with { StartingDeadline = Durations.ParseOrNone("starting_deadline", text) });
        Set(run, _overlap, text => task = task with { Overlap = Words.ReadOverlap(text) });
        Set(run, _jitter, text => task = task with { Jitter = Durations.ParseOrNone("jitter", text) ?? TimeSpan.Zero });
        return task;
    }

    private static void Set(VerbRun run, Option<string?> option, Action<string> apply)
    {
        if (run.Has(option))
        {
            apply(run.Value(option) ?? "");
        }
    }
}
