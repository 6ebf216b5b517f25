using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.PostgreSql.Tests.Schema;

/// <summary>Hosts are upgraded one after the other, and not every host may change the schema.</summary>
public sealed class RollingUpgradeTests : IAsyncLifetime
{
    private readonly PostgreSqlFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_program_works_with_the_version_after_its_own()
    {
        await CheckAsync();
        _fixture.Execute($"INSERT INTO {_fixture.Schema}.schema_version SELECT max(version) + 1, 'next', now() FROM {_fixture.Schema}.schema_version");

        await CheckAsync();
        (await Schema().MigrateAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_refuses_what_is_newer_than_that_and_says_what_to_do()
    {
        await CheckAsync();
        _fixture.Execute($"INSERT INTO {_fixture.Schema}.schema_version SELECT max(version) + 2, 'later', now() FROM {_fixture.Schema}.schema_version");

        (await Should.ThrowAsync<SchemaException>(CheckAsync)).Message.ShouldContain("use a newer version of Downbeat");
    }

    [Fact]
    public async Task Who_may_only_read_and_write_works_with_a_schema_that_is_there_and_says_so_when_it_is_not()
    {
        string role = $"role_{_fixture.Schema}";
        _fixture.Execute($"CREATE ROLE {role} LOGIN PASSWORD 'secret'");
        string url = _fixture.Url.Replace($"//{TestServer.Settings.Username}", $"//{role}:secret", StringComparison.Ordinal);
        try
        {
            UnavailableException refusal = await Should.ThrowAsync<UnavailableException>(() => CheckAsync(url));
            refusal.Message.ShouldContain("downbeat migrate");
            refusal.ToString().ShouldNotContain("secret@");

            await CheckAsync();
            _fixture.Execute($"""
                GRANT USAGE ON SCHEMA {_fixture.Schema} TO {role};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_fixture.Schema} TO {role};
                GRANT USAGE ON ALL SEQUENCES IN SCHEMA {_fixture.Schema} TO {role};
                GRANT USAGE ON SCHEMA {_fixture.Settings.Clock.Split('.')[0]} TO {role};
                GRANT SELECT ON ALL TABLES IN SCHEMA {_fixture.Settings.Clock.Split('.')[0]} TO {role};
                """);

            await CheckAsync(url);
            IScheduleStore store = _fixture.OpenAs(url).GetRequiredService<IScheduleStore>();
            (await store.Tasks.AddAsync(ComplianceTests.Samples.Row("nightly", _fixture.Now), Token)).ShouldBeTrue();
        }
        finally
        {
            _fixture.Execute($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Tables_that_are_dropped_under_a_running_program_are_made_anew()
    {
        IScheduleStore store = _fixture.Open().GetRequiredService<IScheduleStore>();
        await store.CheckAsync(Token);
        _fixture.Execute($"DROP SCHEMA {_fixture.Schema} CASCADE");

        await Should.ThrowAsync<UnavailableException>(async () => await store.CheckAsync(Token));
        await store.CheckAsync(Token);
    }

    private Task CheckAsync() => CheckAsync(_fixture.Url);

    private Task CheckAsync(string url) => _fixture.OpenAs(url).GetRequiredService<IScheduleStore>().CheckAsync(Token).AsTask();

    private ISchema Schema() => _fixture.OpenAs(_fixture.Url).GetRequiredService<SchemaSet>().Schemas.ShouldHaveSingleItem();
}
