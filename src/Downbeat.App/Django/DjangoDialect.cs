namespace Downbeat.App.Django;

/// <summary>Whose SQL is spoken.</summary>
internal enum DjangoDialect
{
    /// <summary>SQLite's: times are texts.</summary>
    Sqlite,

    /// <summary>PostgreSQL's: times have an offset.</summary>
    Postgresql,
}
