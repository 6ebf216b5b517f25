using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.Accounts.InMemory;

internal sealed class MemoryUsers(MemoryDatabase database) : IUsers
{
    private MemoryAccountTable Rows => database.AccountRows;

    public ValueTask<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken)
    {
        return new(database.Read(() =>
        {
            bool isAllowed = !(onlyIfFirst && Rows.Users.Count > 0) && ByName(user.Name) is null;
            return isAllowed && Rows.Users.TryAdd(user.Id, user);
        }));
    }

    public ValueTask<bool> UpdateAsync(User user, long expectedRevision, CancellationToken cancellationToken)
    {
        return new(database.Read(() =>
        {
            bool isAllowed = Rows.Users.GetValueOrDefault(user.Id)?.Revision == expectedRevision
                && (ByName(user.Name) is not { } namesake || namesake.Id == user.Id);
            if (isAllowed)
            {
                Rows.Users[user.Id] = user;
            }

            return isAllowed;
        }));
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return new(database.Read(() =>
        {
            foreach (Credential credential in Rows.Credentials.Values.Where(one => one.UserId == id).ToArray())
            {
                Rows.Credentials.Remove(credential.Id);
            }

            return Rows.Users.Remove(id);
        }));
    }

    public ValueTask<User?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return new(database.Read(() => Rows.Users.GetValueOrDefault(id)));
    }

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken) => new(database.Read(() => ByName(name)));

    public ValueTask<Page<User>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        return new(database.Read(() =>
        {
            User[] found = [.. Rows.Users.Values
                .OrderBy(user => user.Name.ToUpperInvariant(), StringComparer.Ordinal)
                .Where(user => page.After is null || string.CompareOrdinal(user.Name.ToUpperInvariant(), page.After) > 0)
                .Take(page.Take + 1)];
            User[] shown = found.Length > page.Take ? found[..page.Take] : found;
            return new Page<User>(shown, found.Length > page.Take ? shown[^1].Name.ToUpperInvariant() : null);
        }));
    }

    private User? ByName(string name)
    {
        return Rows.Users.Values.FirstOrDefault(user => string.Equals(user.Name, name, StringComparison.OrdinalIgnoreCase));
    }
}
