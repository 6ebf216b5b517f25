using Downbeat.Paging;

namespace Downbeat.Accounts;

/// <summary>The people who may sign in.</summary>
public interface IUsers
{
    /// <summary>Adds a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="onlyIfFirst">Whether it is refused when there is any user already.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether the user was added; false when the name is taken, or there was a user already.</returns>
    ValueTask<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken);

    /// <summary>Replaces a user, if nobody else has since.</summary>
    /// <param name="user">The user, the revision one above the expected one.</param>
    /// <param name="expectedRevision">The revision the change was made on.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was written; false when the user has changed since, is gone, or the name is taken.</returns>
    ValueTask<bool> UpdateAsync(User user, long expectedRevision, CancellationToken cancellationToken);

    /// <summary>Deletes a user, with all sessions and tokens.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether the user was there.</returns>
    ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads a user.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<User?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads a user.</summary>
    /// <param name="name">The user's name, whatever its case.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the users by name.</summary>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Page<User>> ListAsync(PageRequest page, CancellationToken cancellationToken);
}
