using Downbeat.Admin.Forms;
using Downbeat.AspNetCore.Operations.Results;
using Downbeat.Control;

namespace Downbeat.Admin.Pages.Results;

/// <summary>A part of the list of results.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Found">The results.</param>
/// <param name="IsShared">Whether the backend can list them at all.</param>
internal sealed record ResultListModel(ResultQuery Query, FoundResults Found, bool IsShared);

/// <summary>One result.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Result">The result; null when nothing is known of the task.</param>
/// <param name="Revocation">Whether it was revoked.</param>
internal sealed record ResultModel(string Id, TaskResult? Result, Revocation? Revocation);

/// <summary>A result that is about to be retried.</summary>
/// <param name="Result">The result.</param>
/// <param name="Form">The arguments.</param>
internal sealed record RetryModel(TaskResult Result, FormState Form);

/// <summary>Results that are about to be retried or forgotten.</summary>
internal sealed record ResultBulkModel
{
    public required string Action { get; init; }

    /// <summary>Those that were selected; null: all that match.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    public required ResultQuery Query { get; init; }
}
