using System.Collections.Concurrent;
using System.Text;
using Downbeat.Tasks;

namespace Downbeat.Testing.Recording;

/// <summary>Takes note of every attempt of every task, whatever becomes of its result.</summary>
internal sealed class RunRecorder(TimeProvider clock)
{
    private readonly ConcurrentDictionary<TaskContext, string> _running = new();
    private readonly Lock _lock = new();
    private TestRun[] _runs = [];
    private long _changes;

    /// <summary>Grows whenever a run begins or ends.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    public IReadOnlyList<TestRun> Runs => Volatile.Read(ref _runs);

    /// <summary>The tasks that run now.</summary>
    public ICollection<string> RunningTasks => _running.Values;

    public TaskDefinition Record(TaskDefinition definition)
    {
        return new TaskDefinition(definition.Name, invocation => InvokeAsync(definition.Invoke, invocation))
        {
            Options = definition.Options,
            Parameters = definition.Parameters,
            ReturnType = definition.ReturnType,
            DeclaredBy = definition.DeclaredBy,
            Periodics = definition.Periodics,
            IsBuiltIn = definition.IsBuiltIn,
        };
    }

    private async ValueTask<TaskReturn> InvokeAsync(TaskInvoker invoke, TaskInvocation invocation)
    {
        TaskContext context = invocation.Context;
        TestRun run = Begin(context);
        _running.TryAdd(context, context.TaskId);
        Interlocked.Increment(ref _changes);
        try
        {
            TaskReturn result = await invoke(invocation).ConfigureAwait(false);
            Add(run with { EndedAt = clock.GetUtcNow(), Result = result.Json.IsEmpty ? "null" : Encoding.UTF8.GetString(result.Json.Span) });
            return result;
        }
        catch (Exception exception)
        {
            Add(run with { EndedAt = clock.GetUtcNow(), Exception = exception });
            throw;
        }
        finally
        {
            _running.TryRemove(context, out _);
            Interlocked.Increment(ref _changes);
        }
    }

    private TestRun Begin(TaskContext context)
    {
        return new TestRun
        {
            Task = context.TaskName,
            TaskId = context.TaskId,
            Attempt = context.Attempt,
            Queue = context.Queue,
            PeriodicTaskName = context.PeriodicTaskName,
            NominalTime = context.NominalTime,
            StartedAt = clock.GetUtcNow(),
            EndedAt = clock.GetUtcNow(),
        };
    }

    private void Add(TestRun run)
    {
        lock (_lock)
        {
            Volatile.Write(ref _runs, [.. _runs, run]);
        }
    }
}
