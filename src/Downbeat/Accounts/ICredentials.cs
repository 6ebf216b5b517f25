namespace Downbeat.Accounts;

/// <summary>Sessions and API tokens.</summary>
public interface ICredentials
{
    /// <summary>Adds a credential, and forgets the user's expired ones.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask AddAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>Finds a credential, expired or not.</summary>
    /// <param name="secretHash">Its secret's hash.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Credential?> FindAsync(string secretHash, CancellationToken cancellationToken);

    /// <summary>Notes that a credential was used.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="seenAt">When.</param>
    /// <param name="expiresAt">When it expires from now on.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask TouchAsync(Guid id, DateTimeOffset seenAt, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Lists a user's credentials, newest first.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<Credential>> ListAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Deletes a credential; nobody gets in with it any more.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes all of a user's sessions, such as when the password has changed.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask DeleteSessionsAsync(Guid userId, CancellationToken cancellationToken);
}
