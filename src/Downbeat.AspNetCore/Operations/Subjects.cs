namespace Downbeat.AspNetCore.Operations;

/// <summary>How the audit log names what was changed.</summary>
internal static class Subjects
{
    public static string PeriodicTask(Guid id) => $"periodic-task/{id}";

    public static string Result(string id) => $"result/{id}";

    public static string Task(string name) => $"task/{name}";

    public static string Queue(string name) => $"queue/{name}";

    public const string DeadLetters = "dead-letters";

    public const string Cleanup = "cleanup";

    public static string User(Guid id) => $"user/{id}";

    public static string Credential(Guid id) => $"credential/{id}";
}
