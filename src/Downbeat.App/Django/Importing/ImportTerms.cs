namespace Downbeat.App.Django.Importing;

/// <summary>How an import is to be done.</summary>
/// <param name="Source">What the source is called in the store: it tells the rows of several sources apart.</param>
/// <param name="User">Who imports.</param>
/// <param name="Now">The time.</param>
internal sealed record ImportTerms(string Source, string User, DateTimeOffset Now)
{
    /// <summary>Whether clashing tasks of operators, and what operators have changed, are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether occurrences between the last run and now count as settled.</summary>
    public bool FromNow { get; init; }

    /// <summary>Whether rows come in disabled, to be enabled one after the other.</summary>
    public bool Disabled { get; init; }
}
