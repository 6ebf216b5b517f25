namespace Downbeat.Generators.Models;

/// <summary>How an instance is disposed after its run.</summary>
internal enum Disposal
{
    None,
    Synchronous,
    Asynchronous,
}
