namespace Downbeat.PostgreSql.Connections;

/// <summary>By what the fate of a transaction can be learnt.</summary>
/// <param name="Value">Its number.</param>
/// <param name="Life">
/// The life of the server in which it was given; null when nobody has named that yet. A server that crashes gives numbers again that had not reached
/// its disk, so in its next life "committed" may be said of somebody else's transaction.
/// </param>
internal sealed record TransactionNumber(string Value, Guid? Life);
