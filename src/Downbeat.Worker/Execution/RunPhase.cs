namespace Downbeat.Worker.Execution;

/// <summary>How far a delivery has come in the worker.</summary>
internal enum RunPhase
{
    /// <summary>It waits for a slot, or for its turn.</summary>
    Waiting,

    /// <summary>It has a slot.</summary>
    Running,

    /// <summary>What becomes of it is decided; its code may still be running, abandoned.</summary>
    Ended,
}
