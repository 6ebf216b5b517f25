using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.ScheduleStores;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.Tests.ScheduleStores;

/// <summary>Rows written with any PostgreSQL tool: beat is told at once, and nothing fires by a schedule that a row no longer has.</summary>
public sealed class ForeignEditTests : ScheduleStoreTest
{
    private PostgreSqlFixture Database => (PostgreSqlFixture)Fixture;

    [Fact]
    public async Task A_new_row_needs_three_columns_and_is_planned_by_the_next_tick()
    {
        await Store.CheckAsync(Token);
        await ShouldTellAsync("INSERT INTO periodic_task (name, task, schedule) VALUES ('by hand', 'tasks.add', 'every 10 seconds')");

        PeriodicTaskRow row = (await Store.Tasks.FindAsync("by hand", Token)).ShouldNotBeNull();
        row.Id.ShouldNotBe(Guid.Empty);
        row.Id.Version.ShouldBe(4);
        row.NextRun.ShouldBeNull();
        (await TickAsync()).Claimed.ShouldBe(1);
        (await ReadAsync(row)).NextRun.ShouldBe(Now + Every);
        (await FiresAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("schedule = 'every 1 hours'")]
    [InlineData("start_time = '2020-01-01'")]
    public async Task A_new_plan_is_made_for_what_is_edited_and_the_old_one_never_fires(string edit)
    {
        PeriodicTaskRow row = await AddDueAsync();

        await ShouldTellAsync($"UPDATE periodic_task SET {edit} WHERE name = 'nightly'");

        PeriodicTaskRow edited = await ReadAsync(row);
        edited.NextRun.ShouldBeNull();
        edited.Revision.ShouldBeGreaterThan(row.Revision);
        await TickAsync();
        (await FiresAsync()).ShouldBeEmpty();
        (await ReadAsync(row)).NextRun.ShouldNotBeNull().ShouldBeGreaterThan(Now);
    }

    [Fact]
    public async Task What_is_enabled_by_hand_is_planned_anew()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now, row => row with { Enabled = false, DisabledReason = "by an operator" });

        await ShouldTellAsync("UPDATE periodic_task SET enabled = true");

        await TickAsync();
        (await FiresAsync()).ShouldBeEmpty();
        PeriodicTaskRow enabled = await ReadAsync(row);
        enabled.NextRun.ShouldBe(Now + Every);
        enabled.DisabledReason.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_edited_otherwise_keeps_its_next_occurrence_and_conflicts_with_edits_made_on_what_it_said_before()
    {
        PeriodicTaskRow row = await AddAsync("nightly", Now + Every);

        await ShouldTellAsync("UPDATE periodic_task SET args = '[1]', queue = 'slow'");

        (await ReadAsync(row)).NextRun.ShouldBe(Now + Every);
        (await Store.Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = row.Revision + 1 }, row.Revision, IsReplanned: false), Token))
            .ShouldBe(EditOutcome.Conflict);
    }

    [Fact]
    public async Task What_is_disabled_or_deleted_by_hand_does_not_fire()
    {
        await AddAsync("one", Now);
        await AddAsync("two", Now);

        Execute("UPDATE periodic_task SET enabled = false WHERE name = 'one'");
        Execute("DELETE FROM periodic_task WHERE name = 'two'");

        (await TickAsync()).Claimed.ShouldBe(0);
        (await FiresAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_full_of_nonsense_can_be_read_and_spoils_no_other()
    {
        PeriodicTaskRow good = await AddDueAsync("good");
        Execute(
            """
            INSERT INTO periodic_task (name, task, schedule, args, kwargs, headers, tags, priority, jitter, catch_up, overlap, next_run_at)
            VALUES ('bad', '', 'x''', 'not json', '[', '17', '{}', -2147483648, '-178000000 years 3 months', 'sometimes', 'maybe', 'infinity')
            """);

        (await Store.Tasks.QueryAsync(new PeriodicTaskQuery(), Token)).Items.Select(row => row.Name).ShouldBe(["bad", "good"]);
        await TickAsync();

        (await FiresAsync()).ShouldContain(fire => fire.PeriodicTaskId == good.Id);
    }

    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();

    // The wait begins to listen when it is asked for first.
    private bool IsListening()
    {
        _ = Store.WaitForChangeAsync(0, Token).AsTask();
        return (long)Database.Execute($"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%{Database.Schema}%'")! > 0;
    }

    private void Execute(string sql) => Database.Execute($"SET search_path TO {Database.Schema}; {sql}");

    private async Task ShouldTellAsync(string sql)
    {
        // Listening begins with the first wait; what was told before it is made up for by one more.
        await Eventually(() => new(IsListening()));
        long version = await Soon(Store.WaitForChangeAsync(0, Token));
        Task<long> told = Store.WaitForChangeAsync(version, Token).AsTask();
        Execute(sql);
        await Soon(told);
    }
}
