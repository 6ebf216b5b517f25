namespace Downbeat.Worker.Execution;

/// <summary>Why a run's token was cancelled. Of several causes the last of this list decides what becomes of the run.</summary>
internal enum CancelCause
{
    None,
    SoftLimit,
    HardLimit,
    Shutdown,
    Terminated,
    LeaseLost,
}
