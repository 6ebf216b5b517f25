namespace Downbeat.Chaos;

/// <summary>What one test works on: a folder for databases, ledgers and logs, or a server beside it. The folder is kept when the test fails.</summary>
internal sealed class Site : IDisposable
{
    /// <param name="hasOwnBroker">Whether the broker has a file of its own, so that fires go through the outbox and results before acknowledgements.</param>
    public Site(bool hasOwnBroker = false)
        : this(Directory.CreateTempSubdirectory("downbeat-chaos").FullName, hasOwnBroker ? "broker.db" : "store.db")
    {
    }

    private Site(string folder, string broker)
        : this(folder, $"sqlite:///{folder}/store.db", $"sqlite:///{folder}/{broker}")
    {
        Files = [.. new[] { "store.db", broker }.Distinct().Select(file => Path.Combine(folder, file))];
    }

    private Site(string folder, string store, string broker)
    {
        Folder = folder;
        Store = store;
        Broker = broker;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CHAOS_FOLDER"] = Folder,
            ["DOWNBEAT_STORE"] = store,
            ["DOWNBEAT_BROKER"] = broker,
            ["DOWNBEAT_RESULT_BACKEND"] = store,
            ["DOWNBEAT_WORKER__LEASE"] = "2s",
            ["DOWNBEAT_WORKER__MAX_DELIVERIES"] = "10000",
            ["DOWNBEAT_BEAT__MISSED_AFTER"] = "1s",

            // Processes that live for a second do not profit from being optimized.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_TC_QuickJitForLoops"] = "1",
            ["DOTNET_gcServer"] = "0",
        };
    }

    public static TimeSpan MissedAfter { get; } = TimeSpan.FromSeconds(1);

    public string Folder { get; }

    /// <summary>The URL of schedule store and result backend, as the audit reads it.</summary>
    public string Store { get; }

    public string Broker { get; }

    /// <summary>The files that are to be whole in the end.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    public Dictionary<string, string> Environment { get; }

    /// <summary>Whether nobody needs the files any more.</summary>
    public bool IsGood { get; set; }

    /// <param name="direct">How the test reaches the server.</param>
    /// <param name="through">How the application reaches it, so that something can come in between.</param>
    public static Site OnServer(string direct, string through)
    {
        var site = new Site(Directory.CreateTempSubdirectory("downbeat-chaos").FullName, direct, direct);
        foreach (string role in (string[])["STORE", "BROKER", "RESULT_BACKEND"])
        {
            site.Environment[$"DOWNBEAT_{role}"] = through;
        }

        return site;
    }

    public void Dispose()
    {
        if (IsGood)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
