using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Downbeat.Cli.Tests.Verbs;

public sealed class TaskVerbTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Call_puts_a_message_on_its_queue_until_the_queue_is_purged()
    {
        string id = (await Shell.JsonAsync(_folder, "call", "reports.build", "--args", "[1]", "--queue", "slow", "--task-id", "abc")).Done().Json["id"]!.GetValue<string>();
        await Shell.RunAsync(_folder, "call", "reports.build", "--queue", "slow", "--countdown", "1h");

        id.ShouldBe("abc");
        JsonNode queue = (await Shell.JsonAsync(_folder, "queues", "list")).Done().Array.ShouldHaveSingleItem()!;
        queue["name"]!.GetValue<string>().ShouldBe("slow");
        queue["ready"]!.GetValue<int>().ShouldBe(1);
        queue["delayed"]!.GetValue<int>().ShouldBe(1);
        (await Shell.JsonAsync(_folder, "result", "abc")).Done().Json["state"]!.GetValue<string>().ShouldBe("PENDING");

        (await Shell.JsonAsync(_folder, "queues", "purge", "slow", "--yes")).Done().Json["deleted"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("args", "--args", "{}")]
    [InlineData("args", "--args", "[1")]
    [InlineData("kwargs", "--kwargs", "[]")]
    [InlineData("countdown", "--countdown", "soon")]
    [InlineData("eta", "--eta", "soon")]
    [InlineData("expires", "--expires", "soon")]
    [InlineData("priority", "--priority", "300")]
    public async Task A_bad_option_is_refused_and_nothing_is_sent(string field, params string[] args)
    {
        (await Shell.RunAsync(_folder, ["call", "reports.build", .. args])).Refused(field, "allowed");

        (await Shell.JsonAsync(_folder, "queues", "list")).Done().Array.ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_ends_when_patience_does()
    {
        Answer answer = await Shell.JsonAsync(_folder, "call", "nobody.runs.this", "--wait", "--timeout", "0.2");

        answer.ExitCode.ShouldBe(1);
        JsonNode.Parse(answer.Error)!["error"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_beats_are_shown_with_what_waits_to_be_sent()
    {
        JsonNode status = (await Shell.JsonAsync(_folder, "beat", "status")).Done().Json;

        status["beats"]!.AsArray().ShouldBeEmpty();
        status["outbox"]!["pending"]!.GetValue<long>().ShouldBe(0);
        (await Shell.RunAsync(_folder, "beat", "status")).Done();
    }

    [Theory]
    [InlineData("sqlite://", "store")]
    [InlineData("postgresql://host:port/db", "store")]
    [InlineData("postgresql://host/db?colour=red", "store")]
    [InlineData("bogus://x", "store")]
    [InlineData("downbeat.db", "store")]
    public async Task A_url_that_is_none_is_refused(string url, string field)
    {
        (await Shell.BareAsync("periodic", "list", "--store", url)).Refused(field, url);
    }

    [Fact]
    public async Task A_password_in_a_url_is_never_shown()
    {
        Answer answer = await Shell.BareAsync("periodic", "list", "--store", "bogus://user:secret@host/db");

        answer.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_refused_and_left_alone()
    {
        (await Shell.JsonAsync(_folder, "migrate")).Done();
        await using (var connection = new SqliteConnection($"Data Source={_folder.File("downbeat.db")};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "INSERT INTO downbeat_schema (version, name, applied_at) VALUES (999, 'later', 0)";
            (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        }

        foreach (string[] verb in (string[][])[["migrate"], ["periodic", "list"], ["call", "x"]])
        {
            Answer answer = await Shell.RunAsync(_folder, verb);
            answer.ExitCode.ShouldBe(1);
            answer.Error.ShouldContain("999");
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        _folder.Write("downbeat.db", string.Concat(Enumerable.Repeat("This is no database. ", 100)));

        Answer answer = await Shell.RunAsync(_folder, "periodic", "list");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("downbeat.db");
    }

    [Fact]
    public async Task A_cleanup_can_be_tried_run_and_looked_at()
    {
        (await Shell.JsonAsync(_folder, "cleanup", "run", "--dry-run")).Done().ToString().ShouldContain("dry");
        (await Shell.JsonAsync(_folder, "cleanup", "run")).Done();

        (await Shell.JsonAsync(_folder, "cleanup", "status")).Done().Array.Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("periodic", "nonsense")]
    [InlineData("call")]
    [InlineData("result")]
    [InlineData("up", "--port", "x")]
    public async Task What_is_no_verb_is_not_understood(params string[] args) => (await Shell.BareAsync(args)).Refused("error:");
}
