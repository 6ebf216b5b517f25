using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Tests.ScheduleStores;

/// <summary>Records what is done with fires and messages, in order; the subject here is what does it.</summary>
internal sealed class FakeFires : IFires, IBroker
{
    public List<string> Log { get; } = [];

    public List<Fire> Added { get; } = [];

    public List<FireSettlement> Settled { get; } = [];

    public List<BrokerMessage> Published { get; } = [];

    public Exception? Outage { get; set; }

    public BrokerCapabilities Capabilities { get; } = new() { Technology = "test" };

    public IQueues Queues => throw new NotSupportedException();

    public IDeadLetters DeadLetters => throw new NotSupportedException();

    public IRevocations Revocations => throw new NotSupportedException();

    public IWorkers Workers => throw new NotSupportedException();

    public ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken)
    {
        Log.Add("added");
        Added.Add(fire);
        return new(new FireClaim(Guid.NewGuid(), fire.FiredAt, [fire with { Key = 7 }]));
    }

    public ValueTask SettleAsync(FireClaim claim, IReadOnlyList<FireSettlement> settlements, CancellationToken cancellationToken)
    {
        Log.Add("settled");
        Settled.AddRange(settlements);
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        Log.Add("published");
        Published.AddRange(messages);
        return Outage is null ? ValueTask.CompletedTask : ValueTask.FromException(Outage);
    }

    public ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<UnfinishedRun>> FindUnfinishedAsync(int max, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CopyRunsAsync(IReadOnlyList<RunCopy> runs, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Page<Fire>> QueryAsync(FireQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<OutboxState> GetOutboxAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
