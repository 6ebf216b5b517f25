using Downbeat.Tasks;

namespace Downbeat.Worker.Tests.Support;

/// <summary>Declares tasks without a generator.</summary>
internal static class TestTask
{
    public static TaskDefinition DefineAsync(string name, Func<TaskInvocation, Task<object?>> body, Action<TaskOptions>? configure = null)
    {
        var options = new TaskOptions();
        configure?.Invoke(options);
        return new TaskDefinition(name, async invocation => invocation.Return(await body(invocation))) { Options = options };
    }

    public static TaskDefinition Define(string name, Func<TaskInvocation, object?> body, Action<TaskOptions>? configure = null)
    {
        var options = new TaskOptions();
        configure?.Invoke(options);
        return new TaskDefinition(name, invocation => new ValueTask<TaskReturn>(invocation.Return(body(invocation)))) { Options = options };
    }

    public static TaskDefinition NoOp(string name = "noop") => new(name, static _ => new ValueTask<TaskReturn>(TaskReturn.Nothing));
}
