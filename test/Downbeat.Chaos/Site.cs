namespace Downbeat.Chaos;

/// <summary>A folder with the files of one test: databases, ledgers, logs. It is kept when the test fails.</summary>
internal sealed class Site : IDisposable
{
    /// <param name="hasOwnBroker">Whether the broker has a file of its own, so that fires go through the outbox and results before acknowledgements.</param>
    public Site(bool hasOwnBroker = false)
    {
        Folder = Directory.CreateTempSubdirectory("downbeat-chaos").FullName;
        Store = Path.Combine(Folder, "store.db");
        Broker = hasOwnBroker ? Path.Combine(Folder, "broker.db") : Store;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CHAOS_FOLDER"] = Folder,
            ["DOWNBEAT_STORE"] = $"sqlite:///{Store}",
            ["DOWNBEAT_BROKER"] = $"sqlite:///{Broker}",
            ["DOWNBEAT_RESULT_BACKEND"] = $"sqlite:///{Store}",
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

    public string Store { get; }

    public string Broker { get; }

    public Dictionary<string, string> Environment { get; }

    /// <summary>Whether nobody needs the files any more.</summary>
    public bool IsGood { get; set; }

    public void Dispose()
    {
        if (IsGood)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
