namespace Downbeat.Accounts;

/// <summary>Somebody who may sign in.</summary>
public sealed record User
{
    /// <summary>Identifies the user for good.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name to sign in with, unique whatever its case; 1 to 200 characters.</summary>
    public required string Name
    {
        get;
        init => field = Check.Name("name", value);
    }

    /// <summary>The password, hashed; never the password itself.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>What the user may do.</summary>
    public AccountRole Role { get; init; }

    /// <summary>Whether the user may sign in at all.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Failed attempts to sign in since the last one that succeeded.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>No attempt succeeds before this; null when the account is not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the user was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last sign-in; null before the first.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Counts the changes, so that two at once do not overwrite each other.</summary>
    public long Revision { get; init; } = 1;
}
