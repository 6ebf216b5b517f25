using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Schedules;

namespace Downbeat.App.Verbs.Schedules;

internal sealed class ScheduleNextVerb : Verb
{
    private readonly ScheduleOptions _schedule = new();
    private readonly Option<string?> _anchor = new("--anchor") { Description = "Where an interval's grid starts", HelpName = "INSTANT" };
    private readonly Option<string?> _startTime = new("--start-time") { Description = "Nothing before this", HelpName = "INSTANT" };
    private readonly Option<string?> _after = new("--after") { Description = "Occurrences after this; default now", HelpName = "INSTANT" };

    private readonly Option<int> _count = new("--count", "-n")
    {
        Description = "How many", HelpName = "N", DefaultValueFactory = _ => ScheduleRequest.DefaultCount,
    };

    private readonly Option<bool> _stdin = new("--stdin") { Description = "Answer one JSON object a line from standard input" };

    public ScheduleNextVerb(IVerbHost host)
        : base(host, "next", "Show the next occurrences of a schedule")
    {
        _schedule.AddTo(this);
        Add(_anchor);
        Add(_startTime);
        Add(_after);
        Add(_count);
        Add(_stdin);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_stdin))
        {
            await ScheduleLines.AnswerAsync(
                Console.In, run.Parse.InvocationConfiguration.Output, request => Answer(request, run.Time.GetUtcNow()), cancellationToken);
            return ExitCodes.Done;
        }

        Schedule schedule = _schedule.Read(run)
            ?? throw new InvalidValueException("schedule", null, "one of --crontab, --interval, --solar, --clocked, --schedule");
        var origin = new ScheduleOrigin(
            Parsing.InstantOrNone("start_time", run.Value(_startTime)), Parsing.InstantOrNone("anchor", run.Value(_anchor)));
        var request = new ScheduleRequest(
            schedule, origin, Parsing.InstantOrNone("after", run.Value(_after)), ScheduleRequest.CheckCount(run.Value(_count)));
        JsonObject answer = Answer(request, run.Time.GetUtcNow());
        run.Output.Write(answer, string.Join(Environment.NewLine, answer["occurrences"]!.AsArray().Select(at => at!.GetValue<string>())));
        return ExitCodes.Done;
    }

    private static JsonObject Answer(ScheduleRequest request, DateTimeOffset now)
    {
        return new JsonObject { ["occurrences"] = new JsonArray([.. request.Occurrences(now).Select(at => (JsonNode)Texts.Of(at))]) };
    }
}
