namespace Downbeat.App.Django.Importing;

/// <summary>What becomes of a row.</summary>
internal enum ImportOutcome
{
    /// <summary>It is new here.</summary>
    Added,

    /// <summary>The source has changed since it was imported.</summary>
    Changed,

    /// <summary>The source says what it said before.</summary>
    Unchanged,

    /// <summary>The source has changed, and so has an operator here: the operator's version stays.</summary>
    Kept,

    /// <summary>A periodic task of that name is here that does not come from this source.</summary>
    Clash,

    /// <summary>Downbeat brings its own instead.</summary>
    BuiltIn,

    /// <summary>It cannot be carried over.</summary>
    Refused,

    /// <summary>It was imported before and is no longer in the source; it is left as it is.</summary>
    Gone,
}
