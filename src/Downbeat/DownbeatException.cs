namespace Downbeat;

/// <summary>The base of every error Downbeat raises on purpose.</summary>
public abstract class DownbeatException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was given, what is allowed and what to do.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    protected DownbeatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether trying again later can succeed without anybody changing anything.</summary>
    public virtual bool IsTransient => false;
}
