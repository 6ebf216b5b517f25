using System.Globalization;
using Downbeat.Tasks;
using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>Decides what is done with deliveries as they come. Pure but for the rate limits' memory.</summary>
/// <param name="tasks">The tasks this worker knows.</param>
/// <param name="maxDeliveries">A message delivered more often than this is poison.</param>
/// <param name="brokerHoldsUntilEta">Whether a message that goes back can wait in the broker.</param>
internal sealed class Gatekeeper(TaskRegistry tasks, int maxDeliveries, bool brokerHoldsUntilEta)
{
    private const int MostNames = 50;

    // Clocks differ a little: what is due this soon is not worth a way back.
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, RateGate> _gates = new(StringComparer.Ordinal);

    /// <param name="run">The delivery.</param>
    /// <param name="now">The time by the broker's clock.</param>
    /// <param name="ticks">The time by the monotonic clock.</param>
    public Admission Decide(Run run, DateTimeOffset now, long ticks)
    {
        if (run.Delivery.Deliveries > maxDeliveries)
        {
            return Admission.Not(Ending.DeadLetter(EndingKind.DeliveredTooOften, string.Create(
                CultureInfo.InvariantCulture,
                $"delivered {run.Delivery.Deliveries} times, never settled; the worker died or lost its lease each time")));
        }

        if (run.Definition is null)
        {
            return Admission.Not(Ending.DeadLetter(EndingKind.UnknownTask, $"unknown task '{run.Headers.Task}'; known: {Known()}"));
        }

        if (run.Headers.Expires <= now)
        {
            return Admission.Not(Ending.Expired);
        }

        return run.Headers.Eta > now ? WaitForEta(run, now, ticks)
            : run.Definition.Options.RateLimit is { } limit ? WaitForTurn(run.Definition, limit, now, ticks)
            : Admission.Now;
    }

    private Admission WaitForEta(Run run, DateTimeOffset now, long ticks)
    {
        DateTimeOffset eta = run.Headers.Eta!.Value;
        TimeSpan wait = eta - now;
        return wait <= Near ? new Admission(Admitted.Soon, ticks + wait.Ticks, default)
            : brokerHoldsUntilEta ? Admission.Not(Ending.GiveBackUntil(eta))
            : new Admission(Admitted.Parked, ticks + wait.Ticks, default);
    }

    private Admission WaitForTurn(TaskDefinition task, RateLimit limit, DateTimeOffset now, long ticks)
    {
        long turn;
        bool isPromise;
        lock (_gates)
        {
            if (!_gates.TryGetValue(task.Name, out RateGate? gate))
            {
                gate = new RateGate(limit.Spacing);
                _gates.Add(task.Name, gate);
            }

            turn = gate.Next(ticks, out isPromise);
        }

        TimeSpan wait = TimeSpan.FromTicks(turn - ticks);
        return wait == TimeSpan.Zero ? Admission.Now
            : !isPromise ? new Admission(Admitted.Soon, turn, default)
            : brokerHoldsUntilEta ? Admission.Not(Ending.GiveBackUntil(Later.By(now, wait)))
            : new Admission(Admitted.Parked, turn, default);
    }

    private string Known()
    {
        IReadOnlyList<TaskDefinition> all = tasks.All;
        string names = string.Join(", ", all.Take(MostNames).Select(task => task.Name));
        return all.Count > MostNames ? $"{names} and {all.Count - MostNames} more" : names;
    }
}
