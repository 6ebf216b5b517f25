using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.ScheduleStores;

public sealed class PeriodicTaskJsonTests
{
    private const string Least = """{"name":"nightly","task":"reports.build","schedule":"interval: 5 minutes"}""";

    private const string Most =
        """
        {"name":"nightly","task":"reports.build","schedule":"crontab: 0 4 * * * Europe/Berlin dst_gap=skip","args":[1],"kwargs":{"year":2026},
        "queue":"slow","exchange":"x","routing_key":"r","priority":3,"headers":{"tenant":"é"},"expires":"2027-01-01T00:00:00+00:00","one_off":true,
        "start_time":"2026-12-01T00:00:00+00:00","enabled":false,"description":"Nightly","catch_up":"all","starting_deadline":90.5,
        "overlap":"cancel_previous","jitter":0.000001,"tags":["a","b"]}
        """;

    [Fact]
    public void Defaults_are_left_out()
    {
        PeriodicTaskJson.Write(PeriodicTaskJson.Read(Least)).ShouldBe(Least);
    }

    [Fact]
    public void Every_field_is_written_by_its_name()
    {
        PeriodicTaskJson.Write(PeriodicTaskJson.Read(Most)).ShouldBe(Most.ReplaceLineEndings(""));
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        PeriodicTask task = PeriodicTaskJson.Read(Least);

        task.ShouldBe(new PeriodicTask("nightly", "reports.build")
        {
            Schedule = Schedule.Every(TimeSpan.FromMinutes(5)), Args = task.Args, Kwargs = task.Kwargs, Headers = task.Headers, Tags = task.Tags,
        });
    }

    [Fact]
    public void Null_says_as_much_as_nothing()
    {
        PeriodicTaskJson.Write(PeriodicTaskJson.Read(Least[..^1] + ",\"queue\":null,\"args\":null,\"jitter\":null,\"tags\":null,\"enabled\":null}"))
            .ShouldBe(Least);
    }

    [Fact]
    public void Any_periodic_task_is_read_as_it_was_written()
    {
        Prop.ForAll(PeriodicTaskGen.Task.ToArbitrary(), task =>
        {
            string written = PeriodicTaskJson.Write(task);
            PeriodicTask read = PeriodicTaskJson.Read(written);
            return JsonNode.DeepEquals(read.Args, task.Args) && JsonNode.DeepEquals(read.Kwargs, task.Kwargs) && JsonNode.DeepEquals(read.Headers, task.Headers)
                && read.Tags.SequenceEqual(task.Tags)
                && (task with { Args = read.Args, Kwargs = read.Kwargs, Headers = read.Headers, Tags = read.Tags }) == read
                && PeriodicTaskJson.Write(read) == written;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("colour", "\"red\"")]
    [InlineData("last_run_at", "\"2026-01-01\"")]
    [InlineData("args", "{}")]
    [InlineData("args", "\"[]\"")]
    [InlineData("kwargs", "[]")]
    [InlineData("headers", "7")]
    [InlineData("headers", "{\"task\":1}")]
    [InlineData("queue", "7")]
    [InlineData("priority", "\"3\"")]
    [InlineData("priority", "1.5")]
    [InlineData("priority", "300")]
    [InlineData("expires", "1700000000")]
    [InlineData("expires", "\"tomorrow\"")]
    [InlineData("expire_seconds", "\"60\"")]
    [InlineData("expire_seconds", "1e300")]
    [InlineData("expire_seconds", "-1")]
    [InlineData("one_off", "1")]
    [InlineData("enabled", "\"yes\"")]
    [InlineData("description", "[]")]
    [InlineData("catch_up", "\"sometimes\"")]
    [InlineData("overlap", "true")]
    [InlineData("jitter", "\"1s\"")]
    [InlineData("tags", "\"a\"")]
    [InlineData("tags", "[1]")]
    [InlineData("tags", "[null]")]
    public void A_field_that_is_unknown_or_of_the_wrong_kind_is_refused_by_its_name(string field, string value)
    {
        Should.Throw<InvalidValueException>(() => PeriodicTaskJson.Read($"{Least[..^1]},\"{field}\":{value}}}")).Field.ShouldBe(field);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("task")]
    [InlineData("schedule")]
    public void What_must_be_said_is_asked_for(string field)
    {
        var json = (JsonObject)JsonNode.Parse(Least)!;
        json.Remove(field);

        Should.Throw<InvalidValueException>(() => PeriodicTaskJson.Read(json.ToJsonString())).Field.ShouldBe(field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    public void What_is_no_such_document_is_refused(string json)
    {
        Should.Throw<InvalidValueException>(() => PeriodicTaskJson.Read(json)).Field.ShouldBe("document");
    }

    [Fact]
    public void A_wrong_schedule_is_refused_as_schedules_are()
    {
        Should.Throw<InvalidValueException>(() => PeriodicTaskJson.Read(Least.Replace("interval: 5 minutes", "crontab: 61 * * * * UTC", StringComparison.Ordinal)))
            .Field.ShouldBe("minute");
    }
}
