using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.ScheduleStores;

public sealed class PeriodicTaskCodecTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly PeriodicTaskRow Row = PeriodicTaskPlanner.Create(
        new PeriodicTask("nightly", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) }, Guid.NewGuid(), PeriodicTaskAuthor.Api, Now);

    [Fact]
    public void What_beat_reads_of_a_row_and_what_operators_see_accept_and_refuse_the_same_rows()
    {
        int refused = 0;
        Prop.ForAll(PeriodicTaskGen.Row.ToArbitrary(), row =>
        {
            InvalidValueException? lean = Refusal(() => PeriodicTaskCodec.ReadTerms(row));
            PeriodicTask? task = null;
            InvalidValueException? full = Refusal(() => task = PeriodicTaskCodec.Read(row));
            InvalidValueException? rules = task is null ? null : Refusal(() => PeriodicTaskRules.Check(task));
            refused += lean is null ? 0 : 1;
            return lean?.Message == full?.Message && rules is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

        refused.ShouldBeInRange(200, 1_800);
    }

    [Fact]
    public void What_an_operator_sees_of_a_row_can_be_written_again()
    {
        Prop.ForAll(PeriodicTaskGen.Row.ToArbitrary(), row =>
        {
            PeriodicTask? task = null;
            return Refusal(() => task = PeriodicTaskCodec.Read(row)) is not null || PeriodicTaskCodec.Read(PeriodicTaskCodec.Write(task!, row)) is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_periodic_task_is_read_as_it_was_written()
    {
        Prop.ForAll(PeriodicTaskGen.Task.ToArbitrary(), task =>
        {
            PeriodicTask read = PeriodicTaskCodec.Read(PeriodicTaskCodec.Write(task, Row));
            return JsonNode.DeepEquals(read.Args, task.Args) && JsonNode.DeepEquals(read.Kwargs, task.Kwargs) && JsonNode.DeepEquals(read.Headers, task.Headers)
                && read.Tags.SequenceEqual(task.Tags)
                && (task with
                {
                    Args = read.Args, Kwargs = read.Kwargs, Headers = read.Headers, Tags = read.Tags,
                    OneOff = task.OneOff || task.Schedule!.Kind == ScheduleKind.Clocked,
                }) == read;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_clocked_task_is_a_one_off_whoever_wrote_the_row()
    {
        PeriodicTaskCodec.Read(Row with { Schedule = "clocked: 2027-01-01T00:00:00Z", OneOff = false }).OneOff.ShouldBeTrue();
    }

    [Theory]
    [InlineData("args", "{}")]
    [InlineData("args", "[1")]
    [InlineData("kwargs", "[]")]
    [InlineData("kwargs", "{\"a\": 1, \"a\": 2}")]
    [InlineData("headers", "{\"task\": 1}")]
    [InlineData("tags", "[1]")]
    [InlineData("tags", "[\"a,b\"]")]
    public void A_text_that_cannot_be_used_is_refused_by_its_field(string field, string text)
    {
        PeriodicTaskRow row = field switch
        {
            "args" => Row with { Args = text },
            "kwargs" => Row with { Kwargs = text },
            "headers" => Row with { Headers = text },
            _ => Row with { Tags = text },
        };

        Should.Throw<InvalidValueException>(() => PeriodicTaskCodec.ReadTerms(row)).Field.ShouldBe(field);
        Should.Throw<InvalidValueException>(() => PeriodicTaskCodec.Read(row)).Field.ShouldBe(field);
    }

    [Fact]
    public void The_place_of_an_error_in_JSON_is_told()
    {
        Should.Throw<InvalidValueException>(() => PeriodicTaskCodec.ReadTerms(Row with { Args = "[1,\n2,x]" })).Message.ShouldContain("line 2, byte 3");
    }

    [Fact]
    public void A_value_that_is_no_JSON_is_refused_when_it_is_written()
    {
        PeriodicTask task = PeriodicTaskCodec.Read(Row) with { Kwargs = new JsonObject { ["ratio"] = JsonValue.Create(double.NaN) } };

        Should.Throw<InvalidValueException>(() => PeriodicTaskCodec.Write(task, Row)).Field.ShouldBe("kwargs");
    }

    [Fact]
    public void Half_a_character_in_a_name_is_refused()
    {
        PeriodicTask task = PeriodicTaskCodec.Read(Row);

        Should.Throw<InvalidValueException>(() => PeriodicTaskCodec.Write(task with { Name = "\ud83d" }, Row)).Field.ShouldBe("name");
        PeriodicTaskCodec.Write(task with { Name = "\ud83d\ude00" }, Row).Name.ShouldBe("😀");
    }

    [Fact]
    public void Times_are_cut_to_what_a_store_can_hold()
    {
        PeriodicTask task = PeriodicTaskCodec.Read(Row) with
        {
            ExpiresAfter = TimeSpan.FromTicks(10_000_007), StartingDeadline = TimeSpan.FromTicks(20_000_003), Jitter = TimeSpan.FromTicks(15),
        };

        PeriodicTaskRow row = PeriodicTaskCodec.Write(task, Row);

        row.ExpiresAfter.ShouldBe(TimeSpan.FromSeconds(1));
        row.StartingDeadline.ShouldBe(TimeSpan.FromSeconds(2));
        row.Jitter.ShouldBe(TimeSpan.FromMicroseconds(1));
    }

    private static InvalidValueException? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InvalidValueException refusal)
        {
            return refusal;
        }
    }
}
