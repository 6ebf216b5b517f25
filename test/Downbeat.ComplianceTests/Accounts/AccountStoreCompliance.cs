using Downbeat.Accounts;
using Downbeat.Hosting;
using Downbeat.Paging;

namespace Downbeat.ComplianceTests.Accounts;

/// <summary>People, their sessions and tokens, and what they changed.</summary>
[SuiteOf(typeof(IAccountStore))]
[SuiteOf(typeof(IUsers))]
[SuiteOf(typeof(ICredentials))]
[SuiteOf(typeof(IAuditLog))]
public abstract class AccountStoreCompliance : ComplianceTest
{
    private IAccountStore Store => Get<AccountSet>().Store.ShouldNotBeNull();

    [Fact]
    public async Task A_user_is_read_as_it_was_written_by_id_and_by_name_whatever_its_case()
    {
        User user = NewUser("Ada Løvelace") with
        {
            Role = AccountRole.Manager, IsActive = false, FailedSignIns = 3, LockedUntil = Now.AddMinutes(5), SignedInAt = Now.AddDays(-1),
        };

        (await Store.Users.AddAsync(user, onlyIfFirst: false, Token)).ShouldBeTrue();

        (await Store.Users.GetAsync(user.Id, Token)).ShouldBe(user);
        (await Store.Users.FindAsync("ADA LØVELACE", Token)).ShouldBe(user);
        (await Store.Users.FindAsync("ada", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        await Store.Users.AddAsync(NewUser("ada"), onlyIfFirst: false, Token);

        (await Store.Users.AddAsync(NewUser("ADA"), onlyIfFirst: false, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_first_users_one_is_added()
    {
        bool[] added = await Soon(Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(async () => await Store.Users.AddAsync(NewUser($"first {i}"), onlyIfFirst: true, Token)))));

        added.Count(one => one).ShouldBe(1);
        (await Store.Users.ListAsync(PageRequest.First, Token)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_counts_only_on_the_revision_it_was_made_on()
    {
        User user = NewUser("ada");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        User changed = user with { Name = "Ada", Role = AccountRole.Administrator, Revision = 2 };

        (await Store.Users.UpdateAsync(changed, 1, Token)).ShouldBeTrue();
        (await Store.Users.UpdateAsync(user with { Revision = 2 }, 1, Token)).ShouldBeFalse();

        (await Store.Users.GetAsync(user.Id, Token)).ShouldBe(changed);
    }

    [Fact]
    public async Task A_user_cannot_be_given_anothers_name()
    {
        User user = NewUser("ada");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(NewUser("grace"), onlyIfFirst: false, Token);

        (await Store.Users.UpdateAsync(user with { Name = "Grace", Revision = 2 }, 1, Token)).ShouldBeFalse();

        (await Store.Users.GetAsync(user.Id, Token)).ShouldBe(user);
    }

    [Fact]
    public async Task Users_are_listed_by_name_page_by_page()
    {
        foreach (string name in (string[])["carol", "Bob", "alice"])
        {
            await Store.Users.AddAsync(NewUser(name), onlyIfFirst: false, Token);
        }

        Page<User> first = await Store.Users.ListAsync(new PageRequest { Take = 2 }, Token);
        Page<User> second = await Store.Users.ListAsync(new PageRequest { Take = 2, After = first.Next }, Token);

        first.Items.Concat(second.Items).Select(user => user.Name).ShouldBe(["alice", "Bob", "carol"]);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_credential_is_found_by_its_hash_until_it_is_deleted()
    {
        Credential token = NewCredential(Guid.NewGuid(), CredentialKind.Token) with { Name = "ci", Role = AccountRole.Operator };
        await Store.Credentials.AddAsync(token, Token);
        (await Store.Credentials.FindAsync(token.SecretHash, Token)).ShouldBe(token);

        await Store.Credentials.TouchAsync(token.Id, Now.AddHours(1), Now.AddDays(1), Token);
        (await Store.Credentials.FindAsync(token.SecretHash, Token)).ShouldBe(token with { SeenAt = Now.AddHours(1), ExpiresAt = Now.AddDays(1) });

        (await Store.Credentials.DeleteAsync(token.Id, Token)).ShouldBeTrue();
        (await Store.Credentials.DeleteAsync(token.Id, Token)).ShouldBeFalse();
        (await Store.Credentials.FindAsync(token.SecretHash, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_new_credential_takes_the_place_of_the_users_expired_ones()
    {
        Guid user = Guid.NewGuid();
        Credential old = NewCredential(user, CredentialKind.Session) with { ExpiresAt = Now.AddDays(-1) };
        Credential others = NewCredential(Guid.NewGuid(), CredentialKind.Session) with { ExpiresAt = Now.AddDays(-1) };
        Credential young = NewCredential(user, CredentialKind.Session) with { ExpiresAt = Now.AddDays(1) };
        await Store.Credentials.AddAsync(old, Token);
        await Store.Credentials.AddAsync(others, Token);

        await Store.Credentials.AddAsync(young, Token);

        (await Store.Credentials.ListAsync(user, Token)).ShouldBe([young]);
        (await Store.Credentials.ListAsync(others.UserId, Token)).ShouldBe([others]);
    }

    [Fact]
    public async Task Ending_sessions_leaves_tokens_and_deleting_a_user_leaves_neither()
    {
        User user = NewUser("ada");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        Credential token = NewCredential(user.Id, CredentialKind.Token);
        await Store.Credentials.AddAsync(token, Token);
        await Store.Credentials.AddAsync(NewCredential(user.Id, CredentialKind.Session), Token);

        await Store.Credentials.DeleteSessionsAsync(user.Id, Token);
        (await Store.Credentials.ListAsync(user.Id, Token)).ShouldBe([token]);

        (await Store.Users.DeleteAsync(user.Id, Token)).ShouldBeTrue();
        (await Store.Users.DeleteAsync(user.Id, Token)).ShouldBeFalse();
        (await Store.Credentials.ListAsync(user.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_audit_log_is_read_newest_first_whole_or_of_one_subject()
    {
        foreach (int i in Enumerable.Range(0, 5))
        {
            await Store.Audit.AppendAsync(NewEntry(i), Token);
        }

        Page<AuditEntry> first = await Store.Audit.QueryAsync(new AuditQuery { Page = new PageRequest { Take = 3 } }, Token);
        Page<AuditEntry> rest = await Store.Audit.QueryAsync(new AuditQuery { Page = new PageRequest { Take = 3, After = first.Next } }, Token);
        Page<AuditEntry> even = await Store.Audit.QueryAsync(new AuditQuery { Subject = "subject 0" }, Token);

        first.Items.Concat(rest.Items).Select(entry => entry with { Key = 0 }).ShouldBe(Enumerable.Range(0, 5).Reverse().Select(NewEntry));
        rest.Next.ShouldBeNull();
        even.Items.Select(entry => entry.Action).ShouldBe(["action 4", "action 2", "action 0"]);
    }

    [Fact]
    public async Task Another_process_sees_the_same()
    {
        User user = NewUser("ada");
        await Store.Users.AddAsync(user, onlyIfFirst: true, Token);
        var other = (AccountSet)Fixture.Open().GetService(typeof(AccountSet))!;

        (await other.Store!.Users.FindAsync("ada", Token)).ShouldBe(user);
    }

    private User NewUser(string name) => new() { Id = Guid.NewGuid(), Name = name, PasswordHash = "hash of " + name, CreatedAt = Now };

    private Credential NewCredential(Guid user, CredentialKind kind) => new()
    {
        Id = Guid.NewGuid(), UserId = user, Kind = kind, SecretHash = Guid.NewGuid().ToString("N"), CreatedAt = Now, SeenAt = Now,
    };

    private AuditEntry NewEntry(int number) => new()
    {
        At = Now, Who = "ada", Way = "admin", Action = $"action {number}", Subject = $"subject {number % 2}", Name = $"name {number}",
        Before = number == 0 ? null : "{}", After = """{"a":1}""",
    };
}
