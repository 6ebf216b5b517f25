namespace Downbeat;

/// <summary>Thrown by a task to have its message put aside with the dead letters, for an operator to look at.</summary>
public sealed class RejectException : DownbeatException
{
    /// <summary>Puts the message aside.</summary>
    /// <param name="reason">Why; shown with the dead letter.</param>
    /// <param name="innerException">What made the task give up, if anything did.</param>
    public RejectException(string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
    }
}
