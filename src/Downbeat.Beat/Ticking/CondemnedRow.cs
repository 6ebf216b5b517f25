namespace Downbeat.Beat.Ticking;

/// <summary>A row whose decision the store could not write: the next tick quarantines it, so that the others go on.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Revision">Its revision; an edit frees it.</param>
/// <param name="Error">What the store said.</param>
internal sealed record CondemnedRow(Guid Id, long Revision, string Error);
