using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Dispatch;

/// <summary>What the relay does with a claimed fire.</summary>
/// <param name="Outcome"><see cref="FireOutcome.Published"/> to send it; else what becomes of it.</param>
/// <param name="Reason">Why it is not sent.</param>
internal readonly record struct RelayVerdict(FireOutcome Outcome, string? Reason)
{
    /// <summary>It is sent.</summary>
    public static RelayVerdict Send { get; } = new(FireOutcome.Published, null);

    /// <summary>Judges a fire at the moment it is to be sent: it may have waited.</summary>
    /// <param name="fire">The fire, as it was claimed.</param>
    /// <param name="now">The time by the store's clock.</param>
    /// <param name="missedAfter">How late past its due time it was missed.</param>
    public static RelayVerdict Of(Fire fire, DateTimeOffset now, TimeSpan missedAfter)
    {
        if (fire.Message is null)
        {
            return new RelayVerdict(FireOutcome.Failed, "its message is lost: what the outbox holds of it cannot be read");
        }

        if (fire.SendBefore <= now)
        {
            return new RelayVerdict(FireOutcome.Skipped, "its starting deadline passed while it waited to be sent" + Doubt(fire));
        }

        if (fire.Message.Message.Headers.Expires <= now)
        {
            return new RelayVerdict(FireOutcome.Expired, "its message expired while it waited to be sent" + Doubt(fire));
        }

        // Somebody asked for a manual fire: it is sent however long it waited. One that may have been sent before is sent again, which the broker
        // or the worker takes for what it is; to write down that it was skipped could be untrue.
        return fire.Kind == FireKind.Manual || fire.IsInDoubt || now - fire.Due <= missedAfter ? Send : OfMissed(fire, now, missedAfter);
    }

    private static string Doubt(Fire fire) => fire.IsInDoubt ? "; a beat that died may have sent it before" : "";

    private static RelayVerdict OfMissed(Fire fire, DateTimeOffset now, TimeSpan missedAfter)
    {
        bool isSuperseded = now - fire.SupersededDue > missedAfter;
        return fire.CatchUp switch
        {
            CatchUp.None => new RelayVerdict(FireOutcome.Skipped, "missed while it waited to be sent, and catch_up is none"),
            CatchUp.Latest when isSuperseded =>
                new RelayVerdict(FireOutcome.Skipped, "missed while it waited to be sent, and catch_up is latest: a newer one is sent"),
            CatchUp.All when isSuperseded =>
                new RelayVerdict(FireOutcome.Skipped, "missed while it waited to be sent, and catch_up sends the newest 1000 only"),
            _ => Send,
        };
    }
}
