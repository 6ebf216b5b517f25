using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.ScheduleStores;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests.ScheduleStores;

/// <summary>The schedule in one file, the messages in another: fires wait in the outbox, and each is enqueued once.</summary>
public sealed class OutboxTests : ScheduleStoreTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_relay_that_dies_after_publishing_doubles_nothing()
    {
        await AddDueAsync();
        TickReport report = await TickAsync();
        report.Pending.ShouldBe(1);
        (await Store.Fires.GetOutboxAsync(Token)).Pending.ShouldBe(1);

        FireClaim dead = await Store.Fires.ClaimAsync(10, Lease, Token);
        await PublishAsync(dead);
        (await Store.Fires.ClaimAsync(10, Lease, Token)).Fires.ShouldBeEmpty();
        await Fixture.AdvanceAsync(Lease + TimeSpan.FromSeconds(1));

        FireClaim again = await OpenAnother().Fires.ClaimAsync(10, Lease, Token);
        again.Fires.Select(fire => fire.TaskId).ShouldBe(dead.Fires.Select(fire => fire.TaskId));
        await PublishAsync(again);
        await Store.Fires.SettleAsync(again, [.. again.Fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Published, null))], Token);

        (await Store.Fires.GetOutboxAsync(Token)).Pending.ShouldBe(0);
        (await MessagesAsync()).ShouldBe([dead.Fires[0].TaskId]);
    }

    [Fact]
    public async Task The_files_are_told_apart_and_each_holds_its_own()
    {
        Get<IBroker>().Capabilities.Database.ShouldNotBe(Store.Capabilities.Database);
        await AddDueAsync();
        await TickAsync();

        (await MessagesAsync()).ShouldBeEmpty();
        ((SqliteFixture)Fixture).Execute("SELECT count(*) FROM downbeat_periodic_task").ShouldBe(0L);
    }

    protected override IComplianceFixture CreateFixture() => new SqliteFixture { IsSplit = true };

    private async Task PublishAsync(FireClaim claim)
    {
        await Fixture.Open().GetRequiredService<IBroker>().PublishAsync([.. claim.Fires.Select(fire => fire.Message!)], Token);
    }
}
