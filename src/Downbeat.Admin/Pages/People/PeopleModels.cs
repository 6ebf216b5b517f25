using Downbeat.Accounts;
using Downbeat.Admin.Forms;
using Downbeat.Paging;

namespace Downbeat.Admin.Pages.People;

/// <summary>A part of the list of people.</summary>
internal sealed record PeopleModel(Page<User> Page, string? After);

/// <summary>A part of the audit log.</summary>
internal sealed record AuditModel(Page<AuditEntry> Page, string? Subject, string? After, bool IsKept);

/// <summary>One account.</summary>
internal sealed record PersonModel
{
    public required User User { get; init; }

    public required FormState Form { get; init; }

    public required IReadOnlyList<Credential> Credentials { get; init; }

    public required Page<AuditEntry> Changes { get; init; }

    /// <summary>The session of this request.</summary>
    public Guid? Current { get; init; }
}

/// <summary>One's own account.</summary>
internal sealed record MeModel
{
    public required FormState Form { get; init; }

    public required IReadOnlyList<Credential> Credentials { get; init; }

    public AccountRole Role { get; init; }

    public Guid? Current { get; init; }

    /// <summary>A token that was just made; shown this once.</summary>
    public string? Secret { get; init; }

    public string? SecretName { get; init; }
}
