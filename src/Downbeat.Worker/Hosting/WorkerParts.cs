using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Downbeat.Worker.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Hosting;

/// <summary>What a worker is made of and does not make itself.</summary>
internal sealed record WorkerParts(
    IBroker Broker,
    IResultBackend Backend,
    TaskRegistry Tasks,
    TaskJson Json,
    IServiceScopeFactory Scopes,
    DownbeatOptions Downbeat,
    TimeProvider Time,
    Dice Dice,
    ILogger Logger);
