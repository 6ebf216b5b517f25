using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests.Processes;

public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder.File("test.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Processes_that_find_no_file_at_one_moment_make_one()
    {
        HostProcess[] hosts = await HostProcess.StartTogetherAsync([.. Enumerable.Repeat<string[]>(["check", File], 5)]);

        foreach (HostProcess host in hosts)
        {
            (await host.ReadAsync()).ShouldBe("ok");
            await host.EndAsync();
            host.Dispose();
        }

        Read("SELECT count(*) = max(version) FROM downbeat_schema").ShouldBe(["1"]);
        ShouldBeSound();
    }

    [Fact]
    public async Task What_a_process_was_told_is_kept_is_kept_though_it_is_killed_while_it_writes()
    {
        var kept = new List<string>();
        foreach (string round in new[] { "a", "b", "c" })
        {
            using HostProcess host = await HostProcess.StartAsync("publish", File, round, "1000000");
            host.Tell();
            kept.AddRange(await host.ReadAsync(30));
            kept.AddRange(await host.KillAsync());

            ShouldBeSound();
            Read("SELECT task_id FROM downbeat_message").Except(kept).Count().ShouldBeLessThanOrEqualTo(round[0] - 'a' + 1, "only the last of each can be unknown");
            kept.Except(Read("SELECT task_id FROM downbeat_message")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task When_one_of_two_workers_is_killed_the_other_runs_what_is_left_and_nothing_twice()
    {
        BrokerMessage[] messages = Samples.Messages(400);
        await PublishAsync(messages);
        HostProcess[] hosts = await HostProcess.StartTogetherAsync(["consume", File], ["consume", File]);
        using HostProcess killed = hosts[0];
        using HostProcess other = hosts[1];

        List<string> said = await killed.ReadAsync(20);
        said.AddRange(await killed.KillAsync());
        await UntilEmptyAsync();
        List<string> saidByOther = await other.StopAsync();

        string[] done = [.. Of("done ", said), .. Of("done ", saidByOther)];
        done.ShouldBeUnique();
        string[] got = [.. Of("got ", said), .. Of("got ", saidByOther)];
        messages.Select(message => message.Message.Headers.Id).Except(got).ShouldBeEmpty();
        Read("SELECT count(*) FROM downbeat_dead_letter").ShouldBe(["0"]);
        ShouldBeSound();
    }

    [Fact]
    public async Task What_a_killed_process_held_comes_again_when_its_lease_has_ended()
    {
        await PublishAsync(Samples.Messages(3));
        using HostProcess host = await HostProcess.StartAsync("hold", File);
        host.Tell();
        List<string> held = await host.ReadAsync(3);
        await host.KillAsync();
        await using ServiceProvider services = Open();
        await using IBrokerConsumer consumer = await services.GetRequiredService<IBroker>().ConsumeAsync(
            Samples.Consumer() with { Lease = TimeSpan.FromSeconds(2) }, Token);

        Task<IReadOnlyList<Delivery>> receiving = consumer.ReceiveAsync(10, Token).AsTask();
        while (await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromMilliseconds(200), Token)) != receiving)
        {
            (await consumer.RenewAsync(new WorkerReport(), Token)).ShouldBeTrue();
        }

        IReadOnlyList<Delivery> again = await receiving;
        again.Select(delivery => delivery.Message.Headers.Id).ShouldBe(Of("got ", held));
        again.ShouldAllBe(delivery => delivery.Deliveries == 2);
    }

    [Fact]
    public async Task Many_processes_write_and_read_one_file_and_each_message_is_done_once()
    {
        HostProcess[] hosts = await HostProcess.StartTogetherAsync(
            ["publish", File, "a", "100"], ["publish", File, "b", "100"], ["consume", File], ["consume", File]);
        List<string> published = [.. await hosts[0].EndAsync(), .. await hosts[1].EndAsync()];
        await UntilEmptyAsync();
        string[] done = [.. Of("done ", await hosts[2].StopAsync()), .. Of("done ", await hosts[3].StopAsync())];
        Array.ForEach(hosts, host => host.Dispose());

        published.Count.ShouldBe(200);
        done.Order(StringComparer.Ordinal).ShouldBe(published.Order(StringComparer.Ordinal));
        ShouldBeSound();
    }

    private static IEnumerable<string> Of(string kind, IEnumerable<string> lines)
    {
        return lines.Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line[kind.Length..]);
    }

    private ServiceProvider Open() => new ServiceCollection().AddLogging().AddDownbeat(downbeat => downbeat.UseSqlite(File)).Services.BuildServiceProvider();

    private async Task PublishAsync(BrokerMessage[] messages)
    {
        await using ServiceProvider services = Open();
        await services.GetRequiredService<IBroker>().PublishAsync(messages, Token);
    }

    private async Task UntilEmptyAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(ComplianceTest.Deadline);
        while (Read("SELECT count(*) FROM downbeat_message")[0] != "0")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    private void ShouldBeSound() => Read("PRAGMA integrity_check").ShouldBe(["ok"]);

    private List<string> Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=30");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
