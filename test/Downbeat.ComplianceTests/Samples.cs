using System.Text;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests;

/// <summary>Messages, results and periodic tasks as the suites use them.</summary>
public static class Samples
{
    public const string Queue = "celery";

    /// <summary>Odd but allowed: characters of every length in UTF-8, quotes, wildcards, the longest name there is.</summary>
    public static readonly string[] OddNames =
    [
        "🦊", "naïve café", "日本語キュー", "it's \"quoted\"", "100% _x_ *?", "a\\b", "-- drop table", new string('n', 199) + "é", " spaced out ",
    ];

    public static string NewId() => Guid.NewGuid().ToString();

    public static TaskMessage Task(string? id = null, string name = "tasks.add", DateTimeOffset? expires = null)
    {
        id ??= NewId();
        return new TaskMessage
        {
            Headers = new TaskHeaders { Task = name, Id = id, RootId = id, Expires = expires },
            Properties = new MessageProperties { CorrelationId = id },
            Body = Encoding.UTF8.GetBytes($$$"""[[1, "{{{id}}}"], {}, {}]"""),
        };
    }

    public static BrokerMessage Message(string? id = null, string queue = Queue, int priority = 0, DateTimeOffset? at = null, bool once = false)
    {
        return new BrokerMessage(queue, Task(id)) { Priority = priority, AvailableAt = at, Once = once };
    }

    public static BrokerMessage[] Messages(int count, string queue = Queue)
    {
        return [.. Enumerable.Range(0, count).Select(_ => Message(queue: queue))];
    }

    public static ConsumerOptions Consumer(string name = "worker@host.1", params string[] queues)
    {
        return new ConsumerOptions { Queues = queues.Length == 0 ? [Queue] : queues, WorkerName = name, Lease = TimeSpan.FromSeconds(30) };
    }

    public static TaskResult Result(string? id = null, TaskState? state = null, string? name = "tasks.add", DateTimeOffset? done = null)
    {
        TaskState actual = state ?? TaskState.Success;
        return new TaskResult
        {
            Id = id ?? NewId(),
            State = actual,
            Name = name,
            Value = actual == TaskState.Success ? "3"u8.ToArray() : default,
            DoneAt = actual.IsFinished ? done : null,
        };
    }

    public static PeriodicTaskRow Row(string name, DateTimeOffset? nextRun, string task = "tasks.add")
    {
        return new PeriodicTaskRow
        {
            Id = Guid.NewGuid(),
            Name = name,
            Task = task,
            Schedule = "every 10 seconds",
            NextNominal = nextRun,
            NextRun = nextRun,
        };
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
