using Downbeat.Serialization;
using Downbeat.Worker.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Execution;

/// <summary>What running tasks takes, whatever queue they come from.</summary>
/// <param name="Scopes">Makes each run's scope of services.</param>
/// <param name="Json">How arguments are read and results written.</param>
/// <param name="Time">The wall clock.</param>
/// <param name="Clock">The clock of deadlines.</param>
/// <param name="Outcomes">Decides what becomes of runs.</param>
/// <param name="Dice">Randomness.</param>
/// <param name="System">The broker's technology.</param>
/// <param name="Logger">The log.</param>
internal sealed record ExecutorParts(
    IServiceScopeFactory Scopes,
    TaskJson Json,
    TimeProvider Time,
    MonotonicClock Clock,
    Outcomes Outcomes,
    Dice Dice,
    string System,
    ILogger Logger);
