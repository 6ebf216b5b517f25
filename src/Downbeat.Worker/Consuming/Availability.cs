using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>Whether something the worker needs can be used. Its going and coming are logged once each, however often it is tried in between.</summary>
/// <param name="what">What it is, as it stands in the log: <c>receiving from the broker</c>.</param>
/// <param name="backoff">The pauses between two tries.</param>
/// <param name="logger">The log.</param>
internal sealed class Availability(string what, Backoff backoff, ILogger logger)
{
    private bool _isAway;

    public void Succeeded()
    {
        if (_isAway)
        {
            _isAway = false;
            backoff.Reset();
            logger.CameBack(what);
        }
    }

    /// <returns>How long to pause before the next try.</returns>
    public TimeSpan Failed(Exception exception)
    {
        if (!_isAway)
        {
            _isAway = true;
            logger.WentAway(exception, what);
        }

        return backoff.Next();
    }
}
