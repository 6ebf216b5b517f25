using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.Hosting;

/// <summary>Schemas are brought up to date once, whoever comes first and however many come at once.</summary>
[SuiteOf(typeof(ISchema))]
public abstract class SchemaCompliance : ComplianceTest
{
    private ISchema Schema => Open(Services);

    [Fact]
    public async Task A_new_database_has_no_version_until_it_is_brought_up_to_date()
    {
        SchemaStatus before = await Schema.GetStatusAsync(Token);
        before.Current.ShouldBe(0);
        before.Wanted.ShouldBeGreaterThan(0);
        before.Database.ShouldBe(Schema.Database);

        (await Schema.MigrateAsync(Token)).ShouldBe(Enumerable.Range(1, before.Wanted));

        (await Schema.GetStatusAsync(Token)).ShouldBe(before with { Current = before.Wanted });
        (await Schema.MigrateAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_uses_a_database_brings_it_up_to_date()
    {
        await Get<IScheduleStore>().CheckAsync(Token);

        SchemaStatus status = await Schema.GetStatusAsync(Token);
        status.Current.ShouldBe(status.Wanted);
    }

    [Fact]
    public async Task Of_many_who_bring_it_up_to_date_at_once_one_does()
    {
        ISchema[] schemas = [.. Enumerable.Range(0, 8).Select(_ => Open(Fixture.Open()))];

        IReadOnlyList<int>[] applied = await Soon(Task.WhenAll(schemas.Select(schema => Task.Run(() => schema.MigrateAsync(Token).AsTask(), Token))));

        applied.Count(versions => versions.Count > 0).ShouldBe(1);
        SchemaStatus status = await Schema.GetStatusAsync(Token);
        status.Current.ShouldBe(status.Wanted);
    }

    private static ISchema Open(IServiceProvider services) => services.GetRequiredService<SchemaSet>().Schemas.ShouldHaveSingleItem();
}
