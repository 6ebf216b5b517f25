namespace Downbeat;

/// <summary>A broker, result backend or schedule store cannot be used right now: it is away, locked, full or read-only. Nothing was changed.</summary>
public sealed class UnavailableException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What cannot be used, why, and what to do.</param>
    /// <param name="innerException">The driver's own error.</param>
    /// <param name="isTransient">Whether trying again later can succeed without anybody changing anything; default true.</param>
    public UnavailableException(string message, Exception? innerException = null, bool isTransient = true)
        : base(message, innerException)
    {
        IsTransient = isTransient;
    }

    /// <inheritdoc />
    public override bool IsTransient { get; }
}
