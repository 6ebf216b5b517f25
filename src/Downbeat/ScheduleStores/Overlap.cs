namespace Downbeat;

/// <summary>What becomes of an occurrence while the previous run has not finished.</summary>
public enum Overlap
{
    /// <summary>It fires all the same.</summary>
    Allow,

    /// <summary>It is skipped, and the history says so.</summary>
    Skip,

    /// <summary>The previous run is revoked, then it fires.</summary>
    CancelPrevious,
}
