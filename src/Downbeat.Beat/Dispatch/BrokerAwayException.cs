namespace Downbeat.Beat.Dispatch;

/// <summary>Ends a step of the relay because the broker is away; the fires are settled.</summary>
internal sealed class BrokerAwayException(Exception outage) : DownbeatException(outage.Message, outage);
