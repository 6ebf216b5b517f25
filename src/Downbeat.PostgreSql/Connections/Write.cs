namespace Downbeat.PostgreSql.Connections;

/// <summary>How something is written.</summary>
/// <param name="Touched">What it may change.</param>
/// <param name="Durability">What it must survive.</param>
/// <param name="IsRepeatable">Whether it is harmless to do it twice.</param>
internal readonly record struct Write(Topics Touched, Durability Durability = Durability.Server, bool IsRepeatable = true);
