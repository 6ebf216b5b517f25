namespace Downbeat.PostgreSql.Connections;

/// <summary>What a write must survive.</summary>
internal enum Durability
{
    /// <summary>The death of this process. Enough for what is soon written anew, such as a heartbeat or a batch of a cleanup.</summary>
    Process,

    /// <summary>The death of the server: the commit returns when the server's disk has it, as far as the server was set up for that.</summary>
    Server,
}
