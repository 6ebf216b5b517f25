namespace Downbeat.ScheduleStores;

/// <summary>An edit of a periodic task.</summary>
/// <param name="Row">The row as it shall be, its revision one above <paramref name="ExpectedRevision"/>.</param>
/// <param name="ExpectedRevision">The revision the edit was made on.</param>
/// <param name="IsReplanned">
/// Whether anchor, watermark and next occurrence are the row's; if not, they stay as beat last wrote them, so that no occurrence is lost
/// to an edit of something else. A re-planned row's last run and number of runs count where they are newer and greater than the store's, so that
/// runs from elsewhere can be added and none is lost.
/// </param>
public sealed record PeriodicTaskEdit(PeriodicTaskRow Row, long ExpectedRevision, bool IsReplanned);
