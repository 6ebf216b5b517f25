namespace Downbeat.Generators.Models;

/// <summary>What a task's method gives back.</summary>
internal enum ReturnKind
{
    Nothing,
    Value,
    Awaitable,
    AwaitableValue,
}
