using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>Brings deliveries to where they belong: to the slots, among those that wait for their turn, or to their end.</summary>
internal sealed class Intake : IDisposable
{
    private readonly Gatekeeper _gatekeeper;
    private readonly RunQueue _queue;
    private readonly Executor _executor;
    private readonly Room _room;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;

    public Intake(Gatekeeper gatekeeper, RunQueue queue, Executor executor, Room room, MonotonicClock clock, TimeProvider time)
    {
        _gatekeeper = gatekeeper;
        _queue = queue;
        _executor = executor;
        _room = room;
        _time = time;
        _clock = clock;
        Delays = new Delays(queue, room, clock, time, Readmit);
    }

    public Delays Delays { get; }

    /// <summary>Takes deliveries that have just come and count as waiting.</summary>
    public void Admit(List<Run> runs, DateTimeOffset now)
    {
        var ready = new List<Run>(runs.Count);
        foreach (Run run in runs)
        {
            if (IsReady(run, now))
            {
                ready.Add(run);
            }
        }

        _queue.AddRange(ready);
        _executor.NoticeWaiting();
    }

    /// <summary>Ends a delivery that has just come and shall not run.</summary>
    public void Refuse(Run run, in Ending ending)
    {
        if (_executor.TryEndUnstarted(run, ending))
        {
            _room.LeaveWaiting();
        }
    }

    public void Dispose() => Delays.Dispose();

    private void Readmit(Run run)
    {
        if (IsReady(run, _time.GetUtcNow()))
        {
            _queue.Add(run);
        }
    }

    private bool IsReady(Run run, DateTimeOffset now)
    {
        Admission admission = _gatekeeper.Decide(run, run.ByBroker(now), _clock.Now);
        switch (admission.Kind)
        {
            case Admitted.Soon:
                Delays.Add(run, admission.Due);
                return false;
            case Admitted.Parked:
                Delays.Park(run, admission.Due);
                return false;
            case Admitted.Not:
                Refuse(run, admission.Ending);
                return false;
            default:
                return true;
        }
    }
}
