using System.CommandLine;

namespace Downbeat.App.Verbs;

/// <summary>The options every verb has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Store = new("--store")
    {
        Description = "Schedule store, as a URL: sqlite:///file.db, postgresql://user@host/database (DOWNBEAT_STORE, downbeat.json). Default: sqlite:///downbeat.db",
        Recursive = true,
        HelpName = "URL",
    };

    public static readonly Option<string?> Broker = new("--broker")
    {
        Description = "Broker, as a URL (DOWNBEAT_BROKER, downbeat.json). Default: the store's",
        Recursive = true,
        HelpName = "URL",
    };

    public static readonly Option<string?> ResultBackend = new("--result-backend")
    {
        Description = "Result backend, as a URL (DOWNBEAT_RESULT_BACKEND, downbeat.json). Default: the store's",
        Recursive = true,
        HelpName = "URL",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Answer in JSON",
        Recursive = true,
    };

    public static void AddTo(Command command)
    {
        command.Add(Store);
        command.Add(Broker);
        command.Add(ResultBackend);
        command.Add(Json);
    }
}
