namespace Downbeat.App.Django;

/// <summary>A database in which django-celery-beat keeps its tables.</summary>
internal interface IDjangoDatabase
{
    /// <summary>How SQL is written for it.</summary>
    DjangoDialect Dialect { get; }

    /// <summary>Opens it in a transaction that sees one state and changes nothing.</summary>
    /// <exception cref="UnavailableException">It cannot be opened.</exception>
    Task<DjangoSession> OpenToReadAsync(CancellationToken cancellationToken);

    /// <summary>Opens it in a transaction that may write.</summary>
    /// <exception cref="UnavailableException">It cannot be opened.</exception>
    Task<DjangoSession> OpenToWriteAsync(CancellationToken cancellationToken);

    /// <summary>Where it is, without secrets.</summary>
    string ToString();
}
