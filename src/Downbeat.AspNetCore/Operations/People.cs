using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.Hosting;
using Downbeat.Paging;

namespace Downbeat.AspNetCore.Operations;

/// <summary>The people who may sign in, where Downbeat keeps the accounts.</summary>
internal sealed class People(AccountSet accounts, Passwords passwords, AuditTrail audit, TimeProvider time)
{
    private const int Attempts = 20;

    private IAccountStore Store => accounts.Store ?? throw new InvalidValueException(
        "store", "keeps no accounts", "a schedule store that does, such as sqlite:///downbeat.db; or the application's own authentication");

    public Task<Page<User>> ListAsync(PageRequest page, CancellationToken cancellationToken) => Store.Users.ListAsync(page, cancellationToken).AsTask();

    public async Task<User> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return await Store.Users.GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("user", id.ToString());
    }

    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return await Store.Users.FindAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<User> AddAsync(Actor actor, string name, string password, AccountRole role, CancellationToken cancellationToken)
    {
        User user = await NewAsync(name, password, role, cancellationToken).ConfigureAwait(false);
        if (!await Store.Users.AddAsync(user, onlyIfFirst: false, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidValueException("name", name, "a name that nobody else has");
        }

        await audit.WriteAsync(actor, "user added", Subjects.User(user.Id), user.Name, before: null, Describe(user)).ConfigureAwait(false);
        return user;
    }

    /// <summary>Adds the first administrator; null when there is a user already.</summary>
    public async Task<User?> AddFirstAsync(string name, string password, string way, CancellationToken cancellationToken)
    {
        User user = await NewAsync(name, password, AccountRole.Administrator, cancellationToken).ConfigureAwait(false);
        if (!await Store.Users.AddAsync(user, onlyIfFirst: true, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await audit.WriteAsync(new Actor(name, way), "user added", Subjects.User(user.Id), user.Name, before: null, Describe(user)).ConfigureAwait(false);
        return user;
    }

    /// <summary>Changes somebody's name, role, or whether the account is active.</summary>
    /// <exception cref="InvalidValueException">Nobody would be left who can deal with people, or the name is taken.</exception>
    /// <exception cref="ConflictException">The revision has passed.</exception>
    public async Task<User> ChangeAsync(
        Actor actor, Guid id, string? name, AccountRole? role, bool? isActive, long? expectedRevision, CancellationToken cancellationToken)
    {
        (User before, User after) = await EditAsync(id, Change, expectedRevision, cancellationToken).ConfigureAwait(false);
        if (before.IsActive && !after.IsActive)
        {
            await Store.Credentials.DeleteSessionsAsync(id, cancellationToken).ConfigureAwait(false);
        }

        await audit.WriteAsync(actor, "user changed", Subjects.User(id), after.Name, Describe(before), Describe(after)).ConfigureAwait(false);
        return after;

        async Task<User> Change(User user)
        {
            User changed = user with { Name = name ?? user.Name, Role = role ?? user.Role, IsActive = isActive ?? user.IsActive };
            changed = changed.IsActive && !user.IsActive ? changed with { FailedSignIns = 0, LockedUntil = null } : changed;
            if (IsAdministrator(user) && !IsAdministrator(changed))
            {
                await CheckOthersAsync(id, cancellationToken).ConfigureAwait(false);
            }

            return changed;
        }
    }

    /// <summary>Gives somebody another password. All sessions end, and a lock is lifted.</summary>
    public async Task SetPasswordAsync(Actor actor, Guid id, string password, CancellationToken cancellationToken)
    {
        User user = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        string hash = await passwords.HashAsync(user.Name, password, cancellationToken).ConfigureAwait(false);
        await EditAsync(
            id,
            one => Task.FromResult(one with { PasswordHash = hash, FailedSignIns = 0, LockedUntil = null }),
            expectedRevision: null,
            cancellationToken).ConfigureAwait(false);
        await Store.Credentials.DeleteSessionsAsync(id, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(actor, "password changed", Subjects.User(id), user.Name).ConfigureAwait(false);
    }

    /// <summary>Gives oneself another password. Whoever found an open session cannot: the current one is asked for, and counts as an attempt to sign in.</summary>
    public async Task ChangeOwnPasswordAsync(Actor actor, string current, string password, SignIns signIns, CancellationToken cancellationToken)
    {
        User user = await GetAsync(actor.UserId ?? Guid.Empty, cancellationToken).ConfigureAwait(false);
        if (await signIns.VerifyAsync(user.Name, current, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new InvalidValueException("current", null, "the current password");
        }

        await SetPasswordAsync(actor, user.Id, password, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        User user = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (IsAdministrator(user))
        {
            await CheckOthersAsync(id, cancellationToken).ConfigureAwait(false);
        }

        if (!await Store.Users.DeleteAsync(id, cancellationToken).ConfigureAwait(false))
        {
            throw new NotFoundException("user", id.ToString());
        }

        await audit.WriteAsync(actor, "user deleted", Subjects.User(id), user.Name, Describe(user)).ConfigureAwait(false);
    }

    private async Task<User> NewAsync(string name, string password, AccountRole role, CancellationToken cancellationToken)
    {
        CheckRole(role);
        DateTimeOffset now = Instants.Round(time.GetUtcNow());

        // The name is checked first: the password's rules compare with it.
        var user = new User { Id = Guid.CreateVersion7(now), Name = name.Trim(), PasswordHash = "", Role = role, CreatedAt = now };
        return user with { PasswordHash = await passwords.HashAsync(user.Name, password, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<(User Before, User After)> EditAsync(
        Guid id, Func<User, Task<User>> change, long? expectedRevision, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            User user = await GetAsync(id, cancellationToken).ConfigureAwait(false);
            if (expectedRevision is { } expected && expected != user.Revision)
            {
                throw new ConflictException($"user '{user.Name}'", expected);
            }

            User changed = await change(user).ConfigureAwait(false) with { Revision = user.Revision + 1 };
            CheckRole(changed.Role);
            if (changed.Name != user.Name
                && await Store.Users.FindAsync(changed.Name, cancellationToken).ConfigureAwait(false) is { } namesake && namesake.Id != id)
            {
                throw new InvalidValueException("name", changed.Name, "a name that nobody else has");
            }

            if (await Store.Users.UpdateAsync(changed, user.Revision, cancellationToken).ConfigureAwait(false))
            {
                return (user, changed);
            }
        }

        throw new ConflictException($"user '{id}'", expectedRevision ?? 0);
    }

    // Somebody must be left who can let others in.
    private async Task CheckOthersAsync(Guid id, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            Page<User> page = await Store.Users.ListAsync(new PageRequest { After = after }, cancellationToken).ConfigureAwait(false);
            if (page.Items.Any(user => user.Id != id && IsAdministrator(user)))
            {
                return;
            }

            after = page.Next;
        }
        while (after is not null);

        throw new InvalidValueException("role", "the last administrator", "another administrator first: nobody would be left who can let others in");
    }

    private static bool IsAdministrator(User user) => user is { IsActive: true, Role: AccountRole.Administrator };

    private static void CheckRole(AccountRole role)
    {
        if (!Enum.IsDefined(role))
        {
            throw new InvalidValueException("role", role, "viewer, operator, manager, administrator");
        }
    }

    private static JsonObject Describe(User user) => new()
    {
        ["name"] = user.Name, ["role"] = Words.Of(user.Role), ["active"] = user.IsActive,
    };
}
