namespace Downbeat.Beat.Hosting;

/// <summary>Something beat does again and again until it is stopped. What fails is told once and tried again, later and later.</summary>
internal abstract class BeatLoop(TimeProvider time, BackOff backOff)
{
    protected TimeProvider Time { get; } = time;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                TimeSpan pause = await StepAsync(stopping).ConfigureAwait(false);
                backOff.Reset();
                await WaitAsync(pause, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, the schedule must go on: a beat that ends because of one error is the failure nobody notices.
                Failed(exception);
                await PauseAsync(backOff.Next(), stopping).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does it once.</summary>
    /// <returns>How long to wait before the next time.</returns>
    protected abstract Task<TimeSpan> StepAsync(CancellationToken stopping);

    protected abstract void Failed(Exception exception);

    /// <summary>Waits; something may end it early.</summary>
    protected virtual Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        return pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, Time, stopping);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, Time, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop ends.
        }
    }
}
