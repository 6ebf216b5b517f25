using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>Everything the worker holds and has not decided on.</summary>
internal sealed class Held(RunQueue queue, Delays delays)
{
    /// <summary>All of it: what waits, what waits for its turn, what runs.</summary>
    public List<Run> Copy()
    {
        var runs = new List<Run>();
        delays.CopyTo(runs);
        queue.CopyWaiting(runs);
        queue.CopyRunning(runs);
        return runs;
    }
}
