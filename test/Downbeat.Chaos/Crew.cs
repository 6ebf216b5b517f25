namespace Downbeat.Chaos;

/// <summary>The processes of one application. Whoever is killed is replaced at once.</summary>
internal sealed class Crew : IDisposable
{
    // Longer than any lease.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(3);

    private readonly Site _site;
    private readonly Random _seeds;
    private readonly AppProcess[] _members;
    private readonly int _workers;
    private readonly bool _hasSkewedClocks;
    private AppProcess? _client;

    public Crew(Site site, int workers, int beats, int seed, bool hasSkewedClocks = false)
    {
        _site = site;
        _seeds = new Random(seed);
        _workers = workers;
        _hasSkewedClocks = hasSkewedClocks;
        _members = new AppProcess[workers + beats];
        for (int i = 0; i < _members.Length; i++)
        {
            Start(i);
        }

        StartClient();
    }

    /// <summary>How many processes were killed.</summary>
    public int Killed { get; private set; }

    public bool IsAlive => _members.All(member => !member.HasExited);

    /// <summary>Strikes one that is at work, or everybody, whatever they are doing.</summary>
    public async Task StrikeAsync(Blow blow)
    {
        if (blow.Victim == Victim.Everybody)
        {
            KillAll();
            for (int i = 0; i < _members.Length; i++)
            {
                Start(i);
            }

            StartClient();
            return;
        }

        bool isWorker = blow.Victim is Victim.Worker or Victim.StillWorker;
        int[] candidates = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                HashSet<int> living = await Eye.LookAsync(_site, eye => eye.LivingAsync());
                candidates = [.. Enumerable.Range(0, _members.Length)
                    .Where(i => i < _workers == isWorker && living.Contains(_members[i].Id))];
                return candidates.Length > 0;
            },
            () => Task.FromResult($"no {blow.Victim} came up; see the logs in {_site.Folder}"));
        int victim = candidates[blow.Draw % candidates.Length];
        _members[victim].HasExited.ShouldBeFalse($"{_members[victim].Role} ended by itself; see the logs in {_site.Folder}");
        if (blow.Victim is Victim.StillWorker or Victim.StillBeat)
        {
            _members[victim].Stop();
            await Task.Delay(Standstill, TestContext.Current.CancellationToken);
            _members[victim].Continue();
            return;
        }

        _members[victim].Kill();
        Killed++;
        Start(victim);
    }

    /// <summary>Lets the client end by itself.</summary>
    public async Task StopSendingAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "stop"), "", TestContext.Current.CancellationToken);
        await _client!.ExitAsync();
        _client.ExitCode.ShouldBe(0, $"the client failed; see the logs in {_site.Folder}");
    }

    /// <summary>Asks all to end, and waits until they have.</summary>
    public async Task StopAsync()
    {
        Array.ForEach(_members, member => member.Terminate());
        foreach (AppProcess member in _members)
        {
            await member.ExitAsync();
            member.ExitCode.ShouldBe(0, $"{member.Role} did not end well; see the logs in {_site.Folder}");
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        Array.ForEach(_members, member => member?.Dispose());
    }

    private void KillAll()
    {
        if (_client is { HasExited: false } client)
        {
            client.Kill();
            Killed++;
        }

        foreach (AppProcess member in _members)
        {
            member.HasExited.ShouldBeFalse($"{member.Role} ended by itself; see the logs in {_site.Folder}");
            member.Kill();
            Killed++;
        }
    }

    private void Start(int i)
    {
        _members[i]?.Dispose();
        _members[i] = i < _workers
            ? AppProcess.Start(_site, $"worker {i}", Skew(), "worker", "--concurrency", "8")
            : AppProcess.Start(_site, $"beat {i - _workers}", Skew(), "beat");
    }

    // Machines whose clocks nobody looks after: hours ahead, or behind.
    private TimeSpan Skew() => _hasSkewedClocks ? TimeSpan.FromHours(_seeds.Next(-1, 2)) : TimeSpan.Zero;

    private void StartClient()
    {
        _client?.Dispose();
        _client = AppProcess.Start(_site, "client", TimeSpan.Zero, "client", _seeds.Next().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
