using Downbeat.ScheduleStores.Seeding;

namespace Downbeat.Tests.ScheduleStores.Seeding;

public sealed class ApplicationVersionsTests
{
    [Theory]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("1.2", "1.2.0", 0)]
    [InlineData("1.2.0", "1.2.0.0", 0)]
    [InlineData("2", "10", -1)]
    [InlineData("1.0.0-rc.1", "1.0.0", -1)]
    [InlineData("1.0.0-alpha", "1.0.0-beta", -1)]
    [InlineData("1.0.1-alpha", "1.0.0", 1)]
    [InlineData("1.0.0+abc", "1.0.0+def", 0)]
    [InlineData("2026-11-23", "2026-11-24", -1)]
    [InlineData("build-a", "build-b", -1)]
    [InlineData(null, "1.0", -1)]
    [InlineData(null, null, 0)]
    public void Versions_are_ordered_as_people_mean_them(string? left, string? right, int expected)
    {
        Math.Sign(ApplicationVersions.Compare(left, right)).ShouldBe(expected);
        Math.Sign(ApplicationVersions.Compare(right, left)).ShouldBe(-expected);
    }

    [Fact]
    public void An_assemblys_version_is_without_its_build()
    {
        ApplicationVersions.Of(typeof(PeriodicTask).Assembly).ShouldBe("0.1.0");
        ApplicationVersions.Of(null).ShouldBe("0");
    }
}
