namespace Downbeat.ResultBackends.InMemory;

/// <summary>A result and what the backend knows besides.</summary>
internal sealed class MemoryResult
{
    public required long Sequence { get; init; }

    public required TaskResult Result { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}
