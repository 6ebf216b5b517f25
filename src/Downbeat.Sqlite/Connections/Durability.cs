namespace Downbeat.Sqlite.Connections;

/// <summary>What a write must survive.</summary>
internal enum Durability
{
    /// <summary>The death of the process. Enough for what can be found out anew, such as which worker holds a message.</summary>
    Process,

    /// <summary>The loss of power: the commit returns when the disk has it.</summary>
    Power,
}
