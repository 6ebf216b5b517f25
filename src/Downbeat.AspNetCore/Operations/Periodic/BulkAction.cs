namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>What is done with many periodic tasks at once.</summary>
internal enum BulkAction
{
    Enable,
    Disable,
    Run,
    Delete,
    AddTag,
    RemoveTag,
    SetQueue,
}
