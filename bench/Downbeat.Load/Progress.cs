using System.Diagnostics;
using Downbeat.Load.Measuring;

namespace Downbeat.Load;

/// <summary>What has run so far.</summary>
public sealed class Progress
{
    private TaskCompletionSource _done = new();
    private Latencies? _latencies;
    private int _expected;
    private int _ran;

    /// <summary>Counts from here on.</summary>
    /// <returns>Completes when so many tasks have run.</returns>
    public Task Expect(int tasks)
    {
        _expected = tasks;
        _ran = 0;
        _latencies = new Latencies(tasks);
        _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _done.Task;
    }

    internal Latencies Latencies => _latencies!;

    internal void Ran(long sentAt)
    {
        if (_latencies is null)
        {
            return;
        }

        _latencies.Add(Stopwatch.GetElapsedTime(sentAt));
        if (Interlocked.Increment(ref _ran) == _expected)
        {
            _done.TrySetResult();
        }
    }
}
