namespace Downbeat;

/// <summary>What becomes of occurrences that were missed: seen, or still unsent, later than the <c>missed_after</c> time past their due time.</summary>
public enum CatchUp
{
    /// <summary>One fire, for the newest of them.</summary>
    Latest,

    /// <summary>A fire for each of the newest 1,000, oldest first.</summary>
    All,

    /// <summary>None of them fires.</summary>
    None,
}
