using Downbeat.AspNetCore.Operations;
using Downbeat.AspNetCore.Operations.Periodic;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Something that is about to be done with many periodic tasks.</summary>
internal sealed record BulkModel
{
    public required BulkAction Action { get; init; }

    /// <summary>Those that were selected; null: all that match.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    public required ListQuery Query { get; init; }

    public string? Value { get; init; }

    public required LimitedCount Count { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Return { get; init; }

    /// <summary>What became of it; null while it is only asked for.</summary>
    public BulkReport? Report { get; init; }
}
