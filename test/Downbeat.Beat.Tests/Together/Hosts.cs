namespace Downbeat.Beat.Tests.Together;

/// <summary>Several beats on the same files.</summary>
internal sealed class Hosts(int count, Files files) : IAsyncDisposable
{
    public IReadOnlyList<BeatHost> All { get; } = [.. Enumerable.Range(0, count).Select(i => new BeatHost(files, beat: options => options.Name = $"beat {i}"))];

    public BeatHost First => All[0];

    public long Fires => All.Sum(host => host.Health.Current.Fires);

    public Task StartAsync() => Task.WhenAll(All.Select(host => host.StartAsync()));

    public Task StopAsync() => Task.WhenAll(All.Select(host => host.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (BeatHost host in All)
        {
            await host.DisposeAsync();
        }
    }
}
