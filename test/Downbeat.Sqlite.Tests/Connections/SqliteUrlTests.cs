using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Downbeat.Hosting;
using Downbeat.Sqlite.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests.Connections;

public sealed class SqliteUrlTests
{
    [Theory]
    [InlineData("sqlite:////var/lib/app.db", "/var/lib/app.db")]
    [InlineData("sqlite:////var/../var/./app.db", "/var/app.db")]
    [InlineData("sqlite:////tmp-none/with space.db", "/tmp-none/with space.db")]
    [InlineData("sqlite:////tmp-none/with%20space.db", "/tmp-none/with space.db")]
    [InlineData("sqlite:////tmp-none/100%25%3F%23.db", "/tmp-none/100%?#.db")]
    [InlineData("sqlite:////tmp-none/d%C3%A9j%C3%A0.db", "/tmp-none/déjà.db")]
    public void A_path_is_absolute_after_four_slashes(string url, string path) => ToPath(url).ShouldBe(path);

    [Theory]
    [InlineData("sqlite:///app.db", "app.db")]
    [InlineData("sqlite:///data/app.db", "data/app.db")]
    [InlineData("sqlite:///../app.db", "../app.db")]
    public void A_path_is_relative_to_the_working_directory_after_three(string url, string path)
    {
        ToPath(url).ShouldBe(RealPath.Of(Path.GetFullPath(path)));
    }

    [Theory]
    [InlineData("sqlite://")]
    [InlineData("sqlite:///")]
    [InlineData("sqlite:////")]
    [InlineData("sqlite:///folder/")]
    [InlineData("sqlite://host/app.db")]
    [InlineData("sqlite:///app.db?mode=ro")]
    [InlineData("sqlite:///app.db#part")]
    [InlineData("sqlite:///:memory:")]
    [InlineData("sqlite:///a%00b.db")]
    public void What_names_no_file_is_refused_with_what_does(string url)
    {
        InvalidValueException refusal = Should.Throw<InvalidValueException>(() => ToPath(url));

        refusal.Message.ShouldContain("sqlite:///relative/file.db or sqlite:////absolute/file.db");
    }

    [Theory]
    [InlineData("plain.db")]
    [InlineData("with space & 100% ?#.db")]
    [InlineData("%20 is no space.db")]
    [InlineData("日本語 \"quoted\" 'it''s'.db")]
    public async Task A_file_with_any_name_can_be_used(string name)
    {
        await using var fixture = new SqliteFixture();
        string path = fixture.Folder.File(name);
        ToPath(SqliteUrl.Of(path)).ShouldBe(path);

        await fixture.Open(path).GetRequiredService<IBroker>().PublishAsync([Samples.Message()], TestContext.Current.CancellationToken);

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Names_that_lead_to_one_file_are_one_database()
    {
        await using var fixture = new SqliteFixture();
        await File.WriteAllBytesAsync(fixture.File, [], TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(fixture.Folder.File("link.db"), fixture.File);
        Directory.CreateSymbolicLink(fixture.Folder.File("folder"), fixture.Folder.Path);

        ToPath(SqliteUrl.Of(fixture.Folder.File("link.db"))).ShouldBe(fixture.File);
        ToPath(SqliteUrl.Of(fixture.Folder.File("folder/test.db"))).ShouldBe(fixture.File);
    }

    private static string ToPath(string url) => SqliteUrl.ToPath(ConnectionUrl.Parse("store", url));
}
