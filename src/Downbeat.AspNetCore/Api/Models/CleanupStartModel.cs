namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A cleanup to be started; one that is tried only counts.</summary>
internal sealed record CleanupStartModel(bool DryRun = false);
