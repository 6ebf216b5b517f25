namespace Downbeat.Accounts;

/// <summary>
/// Keeps the accounts of the admin site and the HTTP API. A technology may lack it: then an application's own authentication decides who gets in.
/// Safe for concurrent use.
/// </summary>
public interface IAccountStore
{
    /// <summary>The people.</summary>
    IUsers Users { get; }

    /// <summary>Their sessions and tokens.</summary>
    ICredentials Credentials { get; }

    /// <summary>What they changed.</summary>
    IAuditLog Audit { get; }
}
