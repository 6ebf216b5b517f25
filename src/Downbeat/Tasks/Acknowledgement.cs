namespace Downbeat;

/// <summary>When a worker tells the broker that a message is done with.</summary>
public enum Acknowledgement
{
    /// <summary>After the run and its result: a worker that dies loses nothing, and the task may run twice.</summary>
    Late,

    /// <summary>Before the run: the task never runs twice, and a worker that dies loses it.</summary>
    Early,
}
