using Downbeat.Brokers;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.Control;

namespace Downbeat.ComplianceTests.Control;

/// <summary>Tasks that shall not run, or not run on.</summary>
[SuiteOf(typeof(IRevocations))]
public abstract class RevocationsCompliance : BrokerTest
{
    private IRevocations Revocations => Broker.Revocations;

    [Fact]
    public async Task A_revocation_is_found_by_task_id()
    {
        var revocation = new Revocation("id 🦊", Now.AddSeconds(-1), "not \"needed\"", Terminate: true);
        await Revocations.RevokeAsync([revocation, Revoke("other")], Token);

        (await Revocations.FindAsync(["nobody", "id 🦊"], Token)).ShouldBe([revocation]);
        (await OpenAnother().Revocations.FindAsync(["other", "id 🦊"], Token)).Select(one => one.TaskId).ShouldBe(["other", "id 🦊"]);
        (await Revocations.FindAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_revocation_can_add_termination_and_never_takes_it_away()
    {
        await Revocations.RevokeAsync([Revoke("a"), Revoke("b") with { Terminate = true }], Token);
        await Revocations.RevokeAsync([Revoke("a") with { Terminate = true }, Revoke("b")], Token);

        (await Revocations.FindAsync(["a", "b"], Token)).ShouldAllBe(one => one.Terminate);
    }

    [Fact]
    public async Task A_message_whose_task_was_revoked_is_delivered_as_revoked()
    {
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages[0]);
        await Revocations.RevokeAsync([Revoke(Id(messages[0])), Revoke(Id(messages[2]))], Token);
        await PublishAsync(messages[1..]);

        List<Delivery> received = await ReceiveAsync(await ConsumeAsync(), 3);

        received.Select(delivery => delivery.IsRevoked).ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task A_delayed_message_whose_task_is_revoked_comes_at_once()
    {
        OnlyIf(Broker.Capabilities.HoldsUntilEta, "eta");
        BrokerMessage message = Samples.Message(at: Now.AddDays(1));
        await PublishAsync(message, Samples.Message(at: Now.AddDays(1)));
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();

        await Revocations.RevokeAsync([Revoke(Id(message))], Token);

        Delivery delivery = (await Soon(waiting)).ShouldHaveSingleItem();
        Id(delivery).ShouldBe(Id(message));
        delivery.IsRevoked.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_asks_for_the_first_time_is_answered_at_once_and_then_waits_for_news()
    {
        long version = await Soon(Revocations.WaitAsync(0, Token));
        Task<long> waiting = WaitForNewsAsync(version, "a");

        await Revocations.RevokeAsync([Revoke("a")], Token);

        await Soon(waiting);
    }

    [Fact]
    public async Task News_of_another_process_arrive_too()
    {
        long version = await Soon(Revocations.WaitAsync(0, Token));
        Task<long> waiting = WaitForNewsAsync(version, "a");

        await OpenAnother().Revocations.RevokeAsync([Revoke("a")], Token);

        await Soon(waiting);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        Task waiting = Task.Run(
            async () =>
            {
                long version = 0;
                while (true)
                {
                    version = await Revocations.WaitAsync(version, cancellation.Token);
                }
            },
            Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Soon(waiting));
    }

    private Revocation Revoke(string id) => new(id, Now, "not needed", Terminate: false);

    // A wait may end too early, as it says, but never too late.
    private async Task<long> WaitForNewsAsync(long version, string id)
    {
        while ((await Revocations.FindAsync([id], Token)).Count == 0)
        {
            version = await Revocations.WaitAsync(version, Token);
        }

        return version;
    }
}
