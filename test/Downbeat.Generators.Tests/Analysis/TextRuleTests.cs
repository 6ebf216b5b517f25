namespace Downbeat.Generators.Tests.Analysis;

public sealed class TextRuleTests
{
    [Theory]
    [InlineData("""Schedule.Crontab("0 4 * * *", "Europe/Berlin")""")]
    [InlineData("""Schedule.Crontab({|DB0010:"0 24 * * *"|})""")]
    [InlineData("""Schedule.Crontab(timeZone: {|DB0011:"Mars/Olympus"|}, expression: {|DB0010:"* * *"|})""")]
    [InlineData("""Schedule.Crontab(text, {|DB0011:"Mars/Olympus"|})""")]
    [InlineData("""Schedule.Crontab("0 4 * * *", text)""")]
    [InlineData("""Schedule.Crontab({|DB0010:Bad|})""")]
    [InlineData("""Schedule.Parse("interval: 5 minutes")""")]
    [InlineData("""Schedule.Parse({|DB0012:"interval: 5 fortnights"|})""")]
    [InlineData("""Schedule.Parse({|DB0012:"0 4 * * *"|})""")]
    [InlineData("""Schedule.Parse({|DB0010:"crontab: 0 4 * *"|})""")]
    [InlineData("""Schedule.Parse({|DB0011:"crontab: 0 4 * * * Mars/Olympus"|})""")]
    [InlineData("""Schedule.Parse({|DB0012:"solar: sunset 91 0"|})""")]
    [InlineData("""Schedule.Parse({|DB0012:"clocked: tomorrow"|})""")]
    [InlineData("""Schedule.Every(TimeSpan.FromMilliseconds(10))""")]
    [InlineData("""Schedule.Every({|DB0012:TimeSpan.FromMilliseconds(9)|})""")]
    [InlineData("""Schedule.Every({|DB0012:TimeSpan.Zero|})""")]
    [InlineData("""Schedule.Every({|DB0012:-TimeSpan.FromSeconds(1)|})""")]
    [InlineData("""Schedule.Every({|DB0012:TimeSpan.FromTicks(1000001)|})""")]
    [InlineData("""Schedule.Every(TimeSpan.FromMinutes(1, 30))""")]
    [InlineData("""Schedule.Every({|DB0012:new TimeSpan(99999)|})""")]
    [InlineData("""Schedule.Every(new TimeSpan(0, 0, 5))""")]
    [InlineData("""Schedule.Every({|DB0012:new TimeSpan(0, 0, 0)|})""")]
    [InlineData("""Schedule.Every(TimeSpan.FromSeconds(text.Length))""")]
    [InlineData("""Schedule.Interval(5, IntervalPeriod.Minutes)""")]
    [InlineData("""Schedule.Interval({|DB0012:0|}, IntervalPeriod.Minutes)""")]
    [InlineData("""Schedule.Interval({|DB0012:5|}, IntervalPeriod.Microseconds)""")]
    [InlineData("""RateLimit.Parse("100/m")""")]
    [InlineData("""RateLimit.Parse({|DB0013:"100/week"|})""")]
    [InlineData("""RateLimit.Parse(text)""")]
    [InlineData("""new Downbeat.Schedules.CrontabSchedule("0", "4", "*", "*", "mon - fri")""")]
    [InlineData("""new Downbeat.Schedules.CrontabSchedule({|DB0010:"0"|}, "4", "*", "13", "*")""")]
    [InlineData("""new Downbeat.Schedules.CrontabSchedule("0", "4", "*", "*", "*", {|DB0011:"Mars/Olympus"|})""")]
    [InlineData("""task.Every("0 4 * * *")""")]
    [InlineData("""task.Every({|DB0010:"0 4 * * frog"|}, {|DB0011:"Mars/Olympus"|})""")]
    [InlineData("""task.Every(TimeSpan.FromSeconds(10))""")]
    [InlineData("""task.Every({|DB0012:TimeSpan.FromSeconds(0.001)|})""")]
    [InlineData("""Other.Crontab("nonsense")""")]
    public async Task Texts_in_code(string expression)
    {
        await Marked.CheckAsync($$"""
            public static class Other { public static string Crontab(string expression) => expression; }
            public static class A
            {
                private const string Bad = "bad";
                public static object M(Downbeat.Hosting.ITaskBuilder task, string text) => {{expression}};
            }
            """);
    }

    [Fact]
    public async Task A_refusal_says_what_the_kernel_says()
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => Schedule.Parse(string.Concat("crontab: 0 24 * * *", " UTC")));

        (await Marked.CheckAsync("""public static class A { public static object M() => Schedule.Crontab({|DB0010:"0 24 * * *"|}); }"""))
            .ShouldHaveSingleItem().GetMessage().ShouldBe(refusal.Message);
        (await Marked.CheckAsync("""public static class A { public static object M() => Schedule.Crontab("0 2 * * *", {|DB0011:"europe/berlin"|}); }"""))
            .ShouldHaveSingleItem().GetMessage().ShouldBe("The time zone 'europe/berlin' is not in the IANA database; 'Europe/Berlin' is");
    }
}
