using System.Text;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Downbeat.Serialization;

namespace Downbeat.Admin.TestHost;

/// <summary>Fires, and what came of their runs.</summary>
internal sealed class DemoHistory(IScheduleStore store, IResultBackend backend, FireMessages messages, TimeProvider time)
{
    private const string Traceback =
        """
           at Shop.Billing.Gateway.ChargeAsync(Invoice invoice, CancellationToken cancellationToken) in /src/Shop/Billing/Gateway.cs:line 118
           at Shop.Billing.ReminderTasks.RemindAsync(String region, Boolean dry_run) in /src/Shop/Billing/ReminderTasks.cs:line 42
           at Downbeat.Worker.Execution.Executor.RunAsync(Delivery delivery, CancellationToken cancellationToken)
        """;

    private static readonly string[] Errors =
    [
        "the payment provider answered 503 Service Unavailable after 3 attempts",
        "region 7 has no price list for 2026-11, and the one before it ended on 2026-10-31",
        "connection to warehouse-2.internal was refused",
    ];

    private readonly Random _random = new(7);

    public async Task AddAsync(IReadOnlyList<PeriodicTaskEntry> tasks, int perTask)
    {
        var results = new List<TaskResult>();
        foreach (PeriodicTaskEntry entry in tasks)
        {
            for (int i = perTask; i > 0; i--)
            {
                results.Add(await AddAsync(entry, time.GetUtcNow() - TimeSpan.FromMinutes((i * 4) + _random.NextDouble())));
            }
        }

        await backend.StoreAsync([.. results.OrderBy(result => result.DoneAt ?? result.StartedAt)], CancellationToken.None);
    }

    private async Task<TaskResult> AddAsync(PeriodicTaskEntry entry, DateTimeOffset nominal)
    {
        DateTimeOffset at = Instants.Round(nominal);
        string id = FireIds.Scheduled(Guid.Empty, entry.Id, at).ToString();
        BrokerMessage message = messages.Create(entry.Row, id, at, FireKind.Scheduled, at);
        var fire = new Fire
        {
            TaskId = id,
            PeriodicTaskId = entry.Id,
            PeriodicTaskName = entry.Name,
            Task = entry.Row.Task,
            Kind = FireKind.Scheduled,
            Nominal = at,
            Due = at,
            FiredAt = at.AddMilliseconds(_random.Next(2, 40)),
            Message = message,
            GiveUpAt = at.AddHours(1),
        };
        FireClaim claim = await store.Fires.AddAsync(fire, TimeSpan.FromMinutes(1), CancellationToken.None);
        await store.Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Published)], CancellationToken.None);
        TaskResult result = Result(entry, id, at);
        var copy = new RunCopy(claim.Fires[0].Key, id, result.State.Name, result.StartedAt, result.DoneAt, LookAgainAt: null);
        await store.Fires.CopyRunsAsync([copy], CancellationToken.None);
        return result;
    }

    private TaskResult Result(PeriodicTaskEntry entry, string id, DateTimeOffset at)
    {
        int dice = _random.Next(100);
        TaskState state = dice < 7 ? TaskState.Failure : dice < 9 ? TaskState.Revoked : TaskState.Success;
        DateTimeOffset started = at.AddMilliseconds(_random.Next(20, 900));
        return new TaskResult
        {
            Id = id,
            State = state,
            Name = entry.Row.Task,
            Args = "[]"u8.ToArray(),
            Kwargs = Encoding.UTF8.GetBytes(entry.Row.Kwargs),
            Value = state == TaskState.Success ? Encoding.UTF8.GetBytes("""{"rows": 1280, "skipped": 3, "file": "s3://reports/2026/11/23.parquet"}""") : default,
            Exception = state == TaskState.Failure ? Error() : null,
            Worker = $"worker-{_random.Next(1, 4)}@shop",
            Queue = entry.Row.Queue ?? "celery",
            Retries = state == TaskState.Failure ? 3 : 0,
            ReceivedAt = at.AddMilliseconds(12),
            StartedAt = started,
            DoneAt = started.AddMilliseconds(40 * Math.Exp(4 * _random.NextDouble())),
            PeriodicTaskName = entry.Name,
            RootId = id,
        };
    }

    private ExceptionInfo Error() => new()
    {
        Type = "PaymentException",
        Module = "Shop.Billing",
        Args = [JsonSerializer.SerializeToElement(Errors[_random.Next(Errors.Length)])],
        Traceback = "Shop.Billing.PaymentException: " + Errors[0] + "\n" + Traceback,
    };
}
