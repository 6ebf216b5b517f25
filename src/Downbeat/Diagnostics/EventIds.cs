namespace Downbeat.Diagnostics;

/// <summary>The ids of log events, a range for each area. An id is never used again for something else.</summary>
public static class EventIds
{
    /// <summary>The first id of the kernel: 1000 to 1999.</summary>
    public const int Kernel = 1000;

    /// <summary>The first id of the worker: 2000 to 2999.</summary>
    public const int Worker = 2000;

    /// <summary>The first id of beat: 3000 to 3999.</summary>
    public const int Beat = 3000;

    /// <summary>The first id of the cleanup: 4000 to 4999.</summary>
    public const int Retention = 4000;

    /// <summary>The first id of SQLite: 5000 to 5999.</summary>
    public const int Sqlite = 5000;

    /// <summary>The first id of PostgreSQL: 6000 to 6999.</summary>
    public const int PostgreSql = 6000;

    /// <summary>The first id of the HTTP API and the admin site: 8000 to 8999.</summary>
    public const int Web = 8000;

    /// <summary>The first id of the hosts: 9000 to 9999.</summary>
    public const int Hosts = 9000;
}
