using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Processes;

public sealed class SettingsTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_word_everything_is_in_one_file_of_the_working_directory()
    {
        (await RunAsync("call", "x")).Done();

        File.Exists(_folder.File("downbeat.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_file_names_places_the_environment_wins_over_it_and_the_command_line_over_both()
    {
        _folder.Write("downbeat.json", """{ "store": "sqlite:///from-file.db" }""");

        (await RunAsync("migrate")).Done();
        (await RunAsync("migrate", environment: ("DOWNBEAT_STORE", "sqlite:///from-environment.db"))).Done();
        (await Tool.RunAsync(_folder, Tool.Downbeat, ["migrate", "--store", "sqlite:///from-line.db"], null, ("DOWNBEAT_STORE", "sqlite:///unused.db"))).Done();

        Directory.GetFiles(_folder.Path, "*.db").Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["from-environment.db", "from-file.db", "from-line.db"]);
    }

    [Theory]
    [InlineData("""{ "colour": "red" }""", "colour")]
    [InlineData("""{ "worker": { "concurrency": "many" } }""", "worker.concurrency")]
    [InlineData("""{ "worker": { "concurrency": 0 } }""", "worker.concurrency")]
    [InlineData("""{ "worker": { "lease": "soon" } }""", "worker.lease")]
    [InlineData("""{ "beat": { "missed_after": "soon" } }""", "beat.missed_after")]
    [InlineData("""{ "result_expires": "soon" }""", "result_expires")]
    [InlineData("""{ "time_zone": "Mars/Olympus" }""", "Mars/Olympus")]
    [InlineData("""{ "store": """, "downbeat.json")]
    public async Task A_setting_that_makes_no_sense_keeps_the_process_from_starting(string json, string named)
    {
        _folder.Write("downbeat.json", json);

        Answer answer = await RunAsync("up", "0");

        answer.ExitCode.ShouldBeInRange(1, 2);
        (answer.Output + answer.Error).ShouldContain(named);
        (answer.Output + answer.Error).ShouldNotContain("   at ");
    }

    private Task<Answer> RunAsync(string verb, string? argument = null, params (string Name, string Value)[] environment)
    {
        string[] args = verb == "up" ? ["up", "--port", "0"] : argument is null ? [verb] : [verb, argument];
        return Tool.RunAsync(_folder, Tool.Downbeat, args, null, environment);
    }
}
