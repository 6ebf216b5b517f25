namespace Downbeat.Accounts;

/// <summary>What a person or a token may do in the admin site and the HTTP API; each role may do what those before it may.</summary>
public enum AccountRole
{
    /// <summary>Looks at everything but people.</summary>
    Viewer,

    /// <summary>Runs, retries, revokes, enables, disables and requeues.</summary>
    Operator,

    /// <summary>Adds, changes and deletes periodic tasks, purges queues, forgets results, cleans up.</summary>
    Manager,

    /// <summary>Deals with people, tokens and the audit log.</summary>
    Administrator,
}
