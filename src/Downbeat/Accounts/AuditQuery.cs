using Downbeat.Paging;

namespace Downbeat.Accounts;

/// <summary>Which changes are wanted, newest first. What is null does not narrow.</summary>
public sealed record AuditQuery
{
    /// <summary>Those done to this.</summary>
    public string? Subject { get; init; }

    /// <summary>Which part of the list.</summary>
    public PageRequest Page { get; init; } = PageRequest.First;
}
