using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Diagnostics;
using Downbeat.Protocol;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Tests.Hosting;

public sealed class TelemetryTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task A_run_is_a_span_below_the_one_that_sent_it()
    {
        using var spans = new Spans();
        ActivityTraceId? inside = null;
        TaskDefinition task = TestTask.Define("traced", _ => inside = Activity.Current?.TraceId);
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("traced"));

        Activity span = await spans.FindAsync(result.Id);
        Activity sender = await spans.FindAsync(result.Id, ActivityKind.Producer);
        span.OperationName.ShouldBe("process traced");
        span.Kind.ShouldBe(ActivityKind.Consumer);
        span.TraceId.ShouldBe(sender.TraceId);
        span.ParentSpanId.ShouldBe(sender.SpanId);
        inside.ShouldBe(span.TraceId);
        span.GetTagItem(TagNames.System).ShouldBe("sqlite");
        span.GetTagItem(TagNames.Operation).ShouldBe("process");
        span.GetTagItem(TagNames.Queue).ShouldBe("celery");
        span.GetTagItem(TagNames.Task).ShouldBe("traced");
        span.GetTagItem(TagNames.State).ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_fire_is_linked_to_what_sent_it_and_begins_a_trace_of_its_own()
    {
        using var spans = new Spans();
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()]);
        await app.Broker.PublishAsync([Fire("fired", TraceParent)], TestApp.Token);

        TaskResult result = await app.WaitAsync("fired");

        Activity span = await spans.FindAsync(result.Id);
        (span.TraceId.ToString() == "0af7651916cd43dd8448eb211c80319c").ShouldBeFalse();
        span.Links.ShouldHaveSingleItem().Context.TraceId.ToString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.GetTagItem(TagNames.PeriodicTask).ShouldBe("nightly");
        result.PeriodicTaskName.ShouldBe("nightly");
    }

    [Fact]
    public async Task A_failed_run_is_a_failed_span()
    {
        using var spans = new Spans();
        await using TestApp app = await TestApp.StartAsync([TestTask.Define("fails", static _ => throw new InvalidOperationException("no"))]);

        TaskResult result = await app.RunAsync(Signature.Create("fails"));

        Activity span = await spans.FindAsync(result.Id);
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBe("no");
        span.GetTagItem(TagNames.State).ShouldBe("FAILURE");
        span.Events.ShouldHaveSingleItem().Name.ShouldBe("exception");
    }

    [Fact]
    public async Task Runs_are_counted_and_timed()
    {
        using var measured = new Measurements();
        TaskDefinition flaky = TestTask.Define(
            "flaky-measured", call => call.Context.Attempt == 2 ? 1 : throw new RetryException("again", TimeSpan.Zero));
        TaskDefinition picky = TestTask.Define("picky-measured", static _ => throw new RejectException("no"));
        await using TestApp app = await TestApp.StartAsync([flaky, picky]);

        await app.RunAsync(Signature.Create("flaky-measured"));
        await app.RunAsync(Signature.Create("picky-measured"));

        await Until.TrueAsync(() => measured.Sum("downbeat.tasks.processed", "picky-measured") == 1, "it is counted");
        measured.Sum("downbeat.tasks.processed", "flaky-measured").ShouldBe(2);
        measured.Of("downbeat.tasks.processed", "flaky-measured").Select(m => m.Tags[TagNames.State]).ShouldBe(["RETRY", "SUCCESS"]);
        measured.Sum("downbeat.tasks.retried", "flaky-measured").ShouldBe(1);
        measured.Sum("downbeat.tasks.dead_lettered", "picky-measured").ShouldBe(1);
        measured.Of("messaging.process.duration", "flaky-measured").Count().ShouldBe(2);
        measured.Of("downbeat.queue.wait", "flaky-measured").ShouldAllBe(m => m.Value >= 0);
        measured.Of("downbeat.queue.wait", "flaky-measured").Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_a_run_logs_says_which_run_it_is()
    {
        TaskDefinition task = TestTask.Define("talks", call =>
        {
            call.Services.GetRequiredService<ILogger<TelemetryTests>>().LogInformation("hello");
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("talks"));

        app.Log.All.Single(line => line.Text == "hello").Scope.ShouldContain($"TaskId:{result.Id} TaskName:talks Attempt:1");
    }

    private static BrokerMessage Fire(string id, string traceParent)
    {
        Dictionary<string, JsonElement> headers = new(StringComparer.Ordinal)
        {
            [HeaderNames.Fire] = JsonElement.Parse("\"scheduled\""),
            [HeaderNames.PeriodicTaskName] = JsonElement.Parse("\"nightly\""),
            [HeaderNames.TraceParent] = JsonElement.Parse($"\"{traceParent}\""),
        };
        return new BrokerMessage("celery", new TaskMessage
        {
            Headers = new TaskHeaders { Id = id, Task = "noop", Extra = headers },
            Properties = new MessageProperties { CorrelationId = id },
            Body = "[[],{},{}]"u8.ToArray(),
        });
    }

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Telemetry.Name,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public async Task<Activity> FindAsync(string taskId, ActivityKind kind = ActivityKind.Consumer)
        {
            Activity? found = null;
            await Until.TrueAsync(() => (found = _ended.FirstOrDefault(span => Is(span, taskId, kind))) is not null, "the span has ended");
            return found!;
        }

        public void Dispose() => _listener.Dispose();

        private static bool Is(Activity span, string taskId, ActivityKind kind)
        {
            return span.Kind == kind && (string?)span.GetTagItem(TagNames.TaskId) == taskId;
        }
    }

    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _all = new();
        private readonly MeterListener _listener = new();

        public Measurements()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<(double Value, Dictionary<string, object?> Tags)> Of(string instrument, string task)
        {
            return _all.Where(m => m.Instrument == instrument && (string?)m.Tags.GetValueOrDefault(TagNames.Task) == task).Select(m => (m.Value, m.Tags));
        }

        public double Sum(string instrument, string task) => Of(instrument, task).Sum(m => m.Value);

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            _all.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal)));
        }
    }
}
