namespace Downbeat.Admin.Pages.Overview;

internal sealed record OverviewModel(OverviewSnapshot Now, IReadOnlyList<Warning> Warnings);
