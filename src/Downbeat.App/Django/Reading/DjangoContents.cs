namespace Downbeat.App.Django.Reading;

/// <summary>All there is in django-celery-beat's tables, at one moment.</summary>
internal sealed record DjangoContents
{
    /// <summary>The periodic tasks, by name.</summary>
    public required IReadOnlyList<DjangoRow> Tasks { get; init; }

    /// <summary>The schedules of each kind, by id.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<long, DjangoRow>> Schedules { get; init; }

    /// <summary>The columns the periodic tasks have.</summary>
    public required IReadOnlySet<string> TaskColumns { get; init; }

    /// <summary>Columns and tables an older release does not have.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}
