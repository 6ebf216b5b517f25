using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Verbs;

public sealed class ScheduleVerbTests
{
    private const string After = "2026-03-28T12:00:00Z";

    [Fact]
    public async Task Each_kind_of_schedule_tells_when_it_occurs()
    {
        (await NextAsync("--crontab", "30 2 * * *", "--timezone", "Europe/Berlin", "--count", "2"))
            .ShouldBe(["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]);
        (await NextAsync("--crontab", "30 2 * * *", "--timezone", "Europe/Berlin", "--dst-gap", "skip", "--count", "1")).ShouldBe(["2026-03-30T00:30:00Z"]);
        (await NextAsync("--interval", "90", "--period", "seconds", "--anchor", "2026-03-28T11:59:30Z", "--count", "2"))
            .ShouldBe(["2026-03-28T12:01:00Z", "2026-03-28T12:02:30Z"]);
        (await NextAsync("--clocked", "2026-03-28T14:00:00.25+01:00")).ShouldBe(["2026-03-28T13:00:00.25Z"]);
        (await NextAsync("--solar", "sunset", "--latitude", "52.5", "--longitude", "13.4", "--count", "1"))[0].ShouldStartWith("2026-03-28T17:");
        (await NextAsync("--crontab", "0 0 * * *", "--start-time", "2026-05-01T00:00:00Z", "--count", "1")).ShouldBe(["2026-05-01T00:00:00Z"]);
    }

    [Theory]
    [InlineData("minute: '61'", "--crontab", "61 * * * *")]
    [InlineData("crontab: '* * * *'", "--crontab", "* * * *")]
    [InlineData("Mars/Olympus", "--crontab", "* * * * *", "--timezone", "Mars/Olympus")]
    [InlineData("tomorrow", "--clocked", "tomorrow")]
    [InlineData("fortnights", "--interval", "5", "--period", "fortnights")]
    [InlineData("latitude", "--solar", "sunset", "--latitude", "91", "--longitude", "0")]
    [InlineData("noon", "--solar", "noon", "--latitude", "1", "--longitude", "0")]
    [InlineData("dst_gap", "--crontab", "* * * * *", "--dst-gap", "jump")]
    [InlineData("count", "--crontab", "* * * * *", "--count", "-1")]
    [InlineData("allowed")]
    public async Task What_is_no_schedule_is_refused_by_its_field(string named, params string[] args)
    {
        (await Shell.BareAsync(["schedule", "next", .. args])).Refused(named, "allowed");
    }

    [Fact]
    public async Task Lines_are_answered_in_their_order_and_a_bad_one_keeps_none_from_it()
    {
        using var folder = new Folder();
        const string Input = """
            {"crontab":"*/5 * * * *","timezone":"Europe/Berlin","after":"2026-03-29T00:00:00Z","count":2}
            {"crontab":"61 * * * *","after":"2026-03-29T00:00:00Z"}
            nönsense
            {"interval":{"every":1,"period":"seconds"},"anchor":"2026-01-01T00:00:00.5Z","after":"2026-01-01T00:00:00Z","count":1}
            {"clocked":"2026-01-01T00:00:00Z","after":"2026-02-01T00:00:00Z","count":3}
            """;

        Answer answer = await Tool.RunAsync(folder, Tool.Downbeat, ["schedule", "next", "--stdin"], Input);

        string[] lines = answer.Done().Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(5);
        lines[0].ShouldBe("""{"occurrences":["2026-03-29T00:05:00Z","2026-03-29T00:10:00Z"]}""");
        lines[1].ShouldStartWith("""{"error":"minute: '61' is not allowed; allowed:""");
        lines[2].ShouldContain("nönsense");
        lines[3].ShouldBe("""{"occurrences":["2026-01-01T00:00:01.5Z"]}""");
        lines[4].ShouldBe("""{"occurrences":[]}""");
    }

    [Fact]
    public async Task Descriptions_come_with_the_values_of_each_field()
    {
        using var folder = new Folder();

        Answer answer = await Tool.RunAsync(
            folder, Tool.Downbeat, ["schedule", "describe", "--stdin"], """{"crontab":"0 22-4/3 1 */6 mon","timezone":"Europe/Berlin"}""");

        answer.Done().Json["minute"]!.ToJsonString().ShouldBe("[0]");
        answer.Json["hour"]!.ToJsonString().ShouldBe("[1,4,22]");
        answer.Json["day_of_month"]!.ToJsonString().ShouldBe("[1]");
        answer.Json["month_of_year"]!.ToJsonString().ShouldBe("[1,7]");
        answer.Json["day_of_week"]!.ToJsonString().ShouldBe("[1]");
        answer.Json["text"]!.GetValue<string>().ShouldEndWith("Europe/Berlin");
    }

    private static async Task<string[]> NextAsync(params string[] args)
    {
        Answer answer = await Shell.BareAsync(["schedule", "next", .. args, "--after", After]);
        return answer.Done().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
