namespace Downbeat.App.Django.Exporting;

/// <summary>What becomes of a periodic task in django-celery-beat's tables.</summary>
internal enum ExportOutcome
{
    /// <summary>It stands in the script.</summary>
    Written,

    /// <summary>It is new there.</summary>
    Added,

    /// <summary>It was there and said something else.</summary>
    Changed,

    /// <summary>It is there and says the same.</summary>
    Unchanged,

    /// <summary>django-celery-beat brings its own.</summary>
    BuiltIn,

    /// <summary>It cannot be expressed there.</summary>
    Refused,
}
