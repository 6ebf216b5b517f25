using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Protocol;
using Downbeat.ScheduleStores;
using Downbeat.Tests.Protocol;
using Downbeat.Tests.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.ScheduleStores;

/// <summary>Random periodic tasks that are allowed, and rows that are not.</summary>
internal static class PeriodicTaskGen
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static Gen<string> Word { get; } = Gen.Elements("a", "nightly report", "é☃😀", "x.y-z", "celery", new string('w', 50));

    private static Gen<TimeSpan> Length { get; } = Gen.OneOf(
        Gen.Choose(1, int.MaxValue).Select(value => TimeSpan.FromMicroseconds(value)), Gen.Choose(1, 1000).Select(value => TimeSpan.FromDays(value)));

    public static Gen<PeriodicTask> Task { get; } =
        from words in Gen.ArrayOf(Word, 6)
        from optional in Gen.ArrayOf(Gen.Elements(true, false), 12)
        from schedule in ScheduleGen.Any
        from args in Generators.JsonList
        from kwargs in Object
        from headers in Object
        from lengths in Gen.ArrayOf(Length, 3)
        from start in Gen.Choose(-1_000_000, 1_000_000)
        from jitter in Gen.Choose(0, 900_000)
        from priority in Gen.Choose(0, 255)
        from catchUp in Gen.Elements(Enum.GetValues<CatchUp>())
        from overlap in Gen.Elements(Enum.GetValues<Overlap>())
        from tags in Gen.ArrayOf(Word.Where(word => word.Length < 50), 3)
        select new PeriodicTask(words[0], words[1])
        {
            Schedule = schedule,
            Args = (JsonArray)JsonNode.Parse(args.GetRawText())!,
            Kwargs = kwargs,
            Headers = headers,
            Queue = optional[0] ? words[2] : null,
            Exchange = optional[1] ? words[3] : null,
            RoutingKey = optional[2] ? words[4] : null,
            Priority = optional[3] ? priority : null,
            Expires = optional[4] ? Now.AddSeconds(start + 5).AddMicroseconds(jitter) : null,
            ExpiresAfter = optional[5] && !optional[4] ? lengths[0] : null,
            OneOff = optional[6],
            StartTime = optional[7] ? Now.AddSeconds(start) : null,
            Enabled = optional[8],
            Description = optional[9] ? words[5] : "",
            CatchUp = catchUp,
            StartingDeadline = optional[10] ? lengths[1] + TimeSpan.FromSeconds(1) : null,
            Overlap = overlap,
            Jitter = optional[11] ? TimeSpan.FromMicroseconds(jitter) : TimeSpan.Zero,
            Tags = optional[0] ? tags : [],
        };

    /// <summary>Rows as others may have written them: each a good one with a field or two replaced by something odd.</summary>
    public static Gen<PeriodicTaskRow> Row { get; } =
        from task in Task
        from changes in Gen.Choose(0, 2)
        from oddities in Gen.ArrayOf(Gen.Elements(Oddities), changes)
        select oddities.Aggregate(
            PeriodicTaskPlanner.Create(task, Guid.Parse("11111111-2222-3333-4444-555555555555"), PeriodicTaskAuthor.Api, Now),
            (row, change) => change(row));

    private static Func<PeriodicTaskRow, PeriodicTaskRow>[] Oddities { get; } =
    [
        .. new[] { "[]", "{}", "", " ", "null", "[1,", "[1] x", "{\"a\":1,\"a\":2}", "[{\"a\":1,\"a\":2}]", "{\"task\":1}", "{\"\":1}", "[\"\\ud800\"]",
                "{\"a\":\"\\ud83d\\ude00\"}", "[1, 1]", "[\"a,b\"]", "[\"\"]", "[null]", "[NaN]", "[1e999]", "{\"a\":[[[[1]]]]}", new string('[', 300),
                new string('[', 250) + new string(']', 250), "\"x\"", "7", "true", "{\"traceparent\":\"x\"}", "{\"periodic_task_name\":1}", "[\"\u0001\"]" }
            .SelectMany(text => new Func<PeriodicTaskRow, PeriodicTaskRow>[]
            {
                row => row with { Args = text }, row => row with { Kwargs = text }, row => row with { Headers = text }, row => row with { Tags = text },
            }),
        .. new[] { "", "interval: 5 minutes", "interval: 0 seconds", "crontab: 0 4 * * *", "crontab: 0 4 31 2 *", "crontab: * * * * * Nowhere/Else", "x" }
            .Select(text => new Func<PeriodicTaskRow, PeriodicTaskRow>(row => row with { Schedule = text })),
        .. new[] { "", "latest", "skip", "all", "ALL", "none" }
            .SelectMany(text => new Func<PeriodicTaskRow, PeriodicTaskRow>[] { row => row with { CatchUp = text }, row => row with { Overlap = text } }),
        .. new[] { "", "x", "\n", new string('n', 201) }.SelectMany(text => new Func<PeriodicTaskRow, PeriodicTaskRow>[]
        {
            row => row with { Name = text }, row => row with { Task = text }, row => row with { Queue = text }, row => row with { Exchange = text },
            row => row with { RoutingKey = text },
        }),
        .. new[] { long.MinValue, -1, 0, 1, 1_000_000, long.MaxValue }.Select(TimeSpan.FromTicks)
            .SelectMany(time => new Func<PeriodicTaskRow, PeriodicTaskRow>[]
            {
                row => row with { ExpiresAfter = time }, row => row with { StartingDeadline = time }, row => row with { Jitter = time },
            }),
        .. new[] { -1, 0, 255, 256, int.MaxValue }.Select(value => new Func<PeriodicTaskRow, PeriodicTaskRow>(row => row with { Priority = value })),
        row => row with { Expires = DateTimeOffset.MinValue },
        row => row with { Expires = row.StartTime },
        row => row with { StartTime = DateTimeOffset.MaxValue },
    ];

    private static Gen<JsonObject> Object { get; } =
        Generators.JsonObject
            .Select(json => (JsonObject)JsonNode.Parse(json.GetRawText())!)
            .Select(json => new JsonObject(json
                .Where(field => field.Key.Length is > 0 and <= 200 && !string.IsNullOrWhiteSpace(field.Key) && !field.Key.Any(char.IsControl))
                .Where(field => !ReservedHeaders.Contains(field.Key))
                .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))));

    public static string Text(JsonNode node) => JsonSerializer.Serialize(node);
}
