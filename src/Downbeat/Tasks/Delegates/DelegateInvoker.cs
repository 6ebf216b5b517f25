using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Downbeat.Tasks.Delegates;

/// <summary>Calls a delegate with a message's arguments.</summary>
internal sealed class DelegateInvoker
{
    private readonly Delegate _handler;
    private readonly DelegateParameter[] _parameters;
    private readonly int _count;
    private readonly MethodInvoker _invoke;
    private readonly DelegateResult.Finish _finish;

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    public DelegateInvoker(Delegate handler, DelegateParameter[] parameters, int count)
    {
        MethodInfo invoke = handler.GetType().GetMethod("Invoke")!;
        _handler = handler;
        _parameters = parameters;
        _count = count;
        _invoke = MethodInvoker.Create(invoke);
        _finish = DelegateResult.For(invoke.ReturnType);
    }

    public async ValueTask<TaskReturn> InvokeAsync(TaskInvocation invocation)
    {
        object?[] values = new object?[_parameters.Length];
        Fill(invocation, values, fromMessage: true);
        invocation.Arguments.End(_count);
        Fill(invocation, values, fromMessage: false);
        return await _finish(invocation, _invoke.Invoke(_handler, values.AsSpan())).ConfigureAwait(false);
    }

    // What the sender did wrong is told before any service is made.
    private void Fill(TaskInvocation invocation, object?[] values, bool fromMessage)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (_parameters[index].Source == ParameterSource.Message == fromMessage)
            {
                values[index] = _parameters[index].Value(invocation);
            }
        }
    }
}
