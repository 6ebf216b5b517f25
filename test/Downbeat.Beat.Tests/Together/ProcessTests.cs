using System.Globalization;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Beats in processes of their own that are killed at any instant: no occurrence is lost and none is fired twice.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(40);
    private readonly Random _random = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(2, true)]
    public async Task Beats_that_are_killed_lose_nothing_and_double_nothing(int beats, bool hasOwnBroker)
    {
        const int Kills = 7;
        using var files = new Files(hasOwnBroker);
        await using var host = new BeatHost(files);
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"task {i:00}")];
        foreach (string name in names)
        {
            await host.Tasks.AddAsync(
                new PeriodicTask(name, "reports.build") { Schedule = Schedule.Every(Every), CatchUp = CatchUp.All }, cancellationToken: Token);
        }

        var processes = new List<BeatProcess>();
        try
        {
            processes.AddRange(Enumerable.Range(0, beats).Select(_ => new BeatProcess(files)));
            for (int kill = 0; kill < Kills; kill++)
            {
                long until = await FiresAsync(files) + _random.Next(1, 150);
                await Eventually.IsTrueAsync(async () => await FiresAsync(files) >= until, "more fires");
                await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 30), Token);
                processes[0].HasExited.ShouldBeFalse();
                await processes[0].KillAsync();
                processes[0].Dispose();
                processes.RemoveAt(0);
                processes.Add(new BeatProcess(files));
            }

            foreach (string name in names)
            {
                await host.Tasks.DisableAsync(name, cancellationToken: Token);
            }

            await Eventually.IsTrueAsync(async () => (await host.Store.Fires.GetOutboxAsync(Token)).Pending == 0, "an empty outbox");
            await Task.WhenAll(processes.Select(process => process.StopAsync()));
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }

        await Occurrences.CheckAsync(host, files, names, Every);
    }

    private static async Task<long> FiresAsync(Files files)
    {
        return Convert.ToInt64(await Sql.ReadAsync(files.Store, "SELECT count(*) FROM downbeat_fire"), CultureInfo.InvariantCulture);
    }
}
