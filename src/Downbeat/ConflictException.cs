namespace Downbeat;

/// <summary>Somebody else has edited what was to be edited. Nothing was changed; read it again and decide anew.</summary>
public sealed class ConflictException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="what">What was to be edited: <c>periodic task 'nightly report'</c>.</param>
    /// <param name="expectedRevision">The revision the edit was made on.</param>
    public ConflictException(string what, long expectedRevision)
        : base($"{what} has been edited since revision {expectedRevision}; read it again and decide anew")
    {
    }
}
