namespace Downbeat;

/// <summary>What was asked for is not there.</summary>
public sealed class NotFoundException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="what">What was looked for: <c>periodic task</c>.</param>
    /// <param name="name">The name or id it was looked for by.</param>
    public NotFoundException(string what, string name)
        : base($"there is no {what} '{name}'")
    {
    }
}
