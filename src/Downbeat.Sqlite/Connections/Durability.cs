namespace Downbeat.Sqlite.Connections;

/// <summary>What a write must survive.</summary>
internal enum Durability
{
    /// <summary>
    /// The death of the process; and nobody waits for it. It gets a transaction without work that somebody waits for, so that a cleanup delays nobody
    /// by more than one batch.
    /// </summary>
    Background,

    /// <summary>The death of the process. Enough for what can be found out anew, such as which worker holds a message.</summary>
    Process,

    /// <summary>The loss of power: the commit returns when the disk has it.</summary>
    Power,
}
