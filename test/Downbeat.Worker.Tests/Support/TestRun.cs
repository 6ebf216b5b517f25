using System.Text;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Retention;
using Downbeat.Tasks;
using Downbeat.Worker.Execution;
using Downbeat.Worker.Hosting;

namespace Downbeat.Worker.Tests.Support;

/// <summary>Runs, and what decides over them, without a broker.</summary>
internal static class TestRun
{
    public static readonly DateTimeOffset Now = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    public static WorkerSettings Settings { get; } = WorkerSettings.Of(new WorkerOptions { Name = "w" }, new DownbeatOptions(), new ActiveRoles([]));

    public static Run Of(
        TaskDefinition? definition = null,
        int deliveries = 1,
        bool isKnown = true,
        Func<TaskHeaders, TaskHeaders>? headers = null,
        string args = "[]",
        string kwargs = "{}")
    {
        definition ??= TestTask.NoOp("t");
        TaskHeaders own = headers?.Invoke(new TaskHeaders { Id = "id", Task = definition.Name }) ?? new TaskHeaders { Id = "id", Task = definition.Name };
        var message = new TaskMessage
        {
            Headers = own,
            Properties = new MessageProperties { CorrelationId = "id", Priority = 3 },
            Body = Encoding.UTF8.GetBytes($"[{args},{kwargs},{{}}]"),
        };
        var run = new Run(new TestDelivery(message, deliveries), isKnown ? definition : null, Now, 0, new NoRunner())
        {
            Body = message.ReadBody(),
        };
        return run;
    }

    public static Outcomes Outcomes(RetentionPolicy? retention = null, WorkerSettings? settings = null)
    {
        return new Outcomes(settings ?? Settings, new Results(settings ?? Settings, retention ?? new RetentionPolicy()));
    }

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    private sealed class TestDelivery(TaskMessage message, int deliveries) : Delivery("q", message, deliveries, isRevoked: false);

    private sealed class NoRunner : IRunner
    {
        public void Run(Run run)
        {
        }

        public void NoticeProgress(Run run)
        {
        }
    }
}
