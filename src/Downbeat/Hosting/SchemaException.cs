namespace Downbeat.Hosting;

/// <summary>A database cannot be used because of its schema: it is newer than this program, or it is no database of ours.</summary>
public sealed class SchemaException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was found, what was expected and what to do.</param>
    /// <param name="innerException">The driver's own error, if there is one.</param>
    public SchemaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
