namespace Downbeat.ScheduleStores;

/// <summary>Who writes a periodic task, and by which way.</summary>
/// <param name="Name">Who: an operator's name, an application's.</param>
/// <param name="Origin">By which way: <c>admin</c>, <c>api</c>, <c>cli</c>, <c>code</c>, <c>import</c> or <c>built-in</c>.</param>
public sealed record PeriodicTaskAuthor(string Name, string Origin)
{
    /// <summary>The application itself, through the programming interface.</summary>
    public static PeriodicTaskAuthor Api { get; } = new("application", "api");

    /// <summary>Downbeat itself.</summary>
    public static PeriodicTaskAuthor BuiltIn { get; } = new("downbeat", BuiltInOrigin);

    /// <summary>The origin of what is declared in code.</summary>
    public const string CodeOrigin = "code";

    /// <summary>The origin of what Downbeat brings along.</summary>
    public const string BuiltInOrigin = "built-in";

    internal bool IsOperator => Origin is not (CodeOrigin or BuiltInOrigin);
}
