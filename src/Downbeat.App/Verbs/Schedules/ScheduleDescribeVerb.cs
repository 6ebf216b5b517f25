using System.CommandLine;
using System.Text.Json.Nodes;
using Downbeat.Schedules;

namespace Downbeat.App.Verbs.Schedules;

internal sealed class ScheduleDescribeVerb : Verb
{
    private readonly ScheduleOptions _schedule = new();
    private readonly Option<bool> _stdin = new("--stdin") { Description = "Answer one JSON object a line from standard input" };

    public ScheduleDescribeVerb(IVerbHost host)
        : base(host, "describe", "Say in words what a schedule means")
    {
        _schedule.AddTo(this);
        Add(_stdin);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_stdin))
        {
            await ScheduleLines.AnswerAsync(
                Console.In, run.Parse.InvocationConfiguration.Output, static request => Describe(request.Schedule), cancellationToken);
            return ExitCodes.Done;
        }

        Schedule schedule = _schedule.Read(run)
            ?? throw new InvalidValueException("schedule", null, "one of --crontab, --interval, --solar, --clocked, --schedule");
        run.Output.Write(Describe(schedule), schedule.Describe());
        return ExitCodes.Done;
    }

    private static JsonObject Describe(Schedule schedule)
    {
        var json = new JsonObject { ["text"] = schedule.Describe() };
        if (schedule is CrontabSchedule crontab)
        {
            json["minute"] = Numbers(crontab.Minutes);
            json["hour"] = Numbers(crontab.Hours);
            json["day_of_month"] = Numbers(crontab.DaysOfMonth);
            json["month_of_year"] = Numbers(crontab.MonthsOfYear);
            json["day_of_week"] = Numbers(crontab.DaysOfWeek);
        }

        return json;
    }

    private static JsonArray Numbers(IReadOnlyList<int> values) => new([.. values.Select(value => (JsonNode)value)]);
}
