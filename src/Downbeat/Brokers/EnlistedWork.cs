using System.Data.Common;

namespace Downbeat.Brokers;

/// <summary>Work that joins the transaction in which a broker settles deliveries: their results are stored if and only if they are settled.</summary>
/// <remarks>
/// It does nothing but write within the transaction and waits for nothing else. It may be called again, in another transaction, when the first
/// one failed as a whole. When it throws, nothing is settled and the settling throws the same.
/// </remarks>
/// <param name="accepted">The settlements the broker accepted; the others had lost their lease.</param>
/// <param name="transaction">The transaction.</param>
/// <param name="cancellationToken">Cancels the work.</param>
public delegate ValueTask EnlistedWork(
    IReadOnlyList<Settlement> accepted, DbTransaction transaction, CancellationToken cancellationToken);
