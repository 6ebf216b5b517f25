using Downbeat.Admin.Forms;
using Downbeat.Brokers;

namespace Downbeat.Admin.Pages.Messages;

/// <summary>The queues and who consumes them.</summary>
internal sealed record QueueListModel(IReadOnlyList<QueueInfo> Queues, ILookup<string, string> Consumers);

/// <summary>A queue that is about to be purged.</summary>
internal sealed record PurgeModel(QueueInfo Queue, FormState Form);

/// <summary>A part of the list of dead letters.</summary>
internal sealed record DeadLetterListModel
{
    public string? Queue { get; init; }

    public string? Task { get; init; }

    public string? After { get; init; }

    public required Paging.Page<DeadLetter> Page { get; init; }

    public bool AreKept { get; init; }

    public bool IsNarrowed => (Queue ?? Task) is not null;

    public (string Name, string? Value)[] Fields => [("queue", Queue), ("task", Task)];
}

/// <summary>Dead letters that are about to be requeued or discarded.</summary>
internal sealed record DeadLetterBulkModel(string Action, DeadLetterSelection Selection);
