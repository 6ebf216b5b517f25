namespace Downbeat.Accounts;

/// <summary>A secret that stands for a user: a session or an API token. Only its hash is kept.</summary>
public sealed record Credential
{
    /// <summary>Identifies it for good; no secret.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whom it stands for.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What it is for.</summary>
    public required CredentialKind Kind { get; init; }

    /// <summary>What it is called: a token's name, a session's browser.</summary>
    public string Name { get; init; } = "";

    /// <summary>The secret's hash.</summary>
    public required string SecretHash { get; init; }

    /// <summary>The most it may do, however much its user may.</summary>
    public AccountRole Role { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>It is of no use at or after this; null: as long as it is not deleted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
