namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Which results are sent again: all that match, the newest first.</summary>
internal sealed record RetryAllModel(
    string? State = null,
    string? Task = null,
    string? Worker = null,
    string? Queue = null,
    string? PeriodicTask = null,
    string? Exception = null,
    string? Since = null,
    string? Until = null,
    int Most = 1000);
