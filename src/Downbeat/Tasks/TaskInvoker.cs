namespace Downbeat.Tasks;

/// <summary>Calls a task's method with a message's arguments. Written by the source generator, or bound once when a lambda is registered.</summary>
/// <param name="invocation">The call.</param>
public delegate ValueTask<TaskReturn> TaskInvoker(TaskInvocation invocation);
