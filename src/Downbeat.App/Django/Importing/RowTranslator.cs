using System.Text.Json.Nodes;
using Downbeat.App.Django.Reading;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Django.Importing;

/// <summary>Says what a row of django-celery-beat says in Downbeat's words, or collects everything that is wrong with it. Pure.</summary>
internal sealed class RowTranslator
{
    /// <summary>The name of the cleanup, and of the task it sends: Celery's and Downbeat's alike.</summary>
    public const string Cleanup = "celery.backend_cleanup";

    private readonly DjangoContents _contents;
    private readonly DjangoRow _row;
    private readonly string _crontabZone;
    private readonly List<ImportRefusal> _refusals = [];
    private readonly List<string> _notes = [];

    private RowTranslator(DjangoContents contents, DjangoRow row, string crontabZone)
    {
        _contents = contents;
        _row = row;
        _crontabZone = crontabZone;
    }

    /// <summary>Translates a row.</summary>
    /// <param name="contents">The schedules it may refer to.</param>
    /// <param name="row">The row.</param>
    /// <param name="crontabZone">The time zone of crontabs that have none.</param>
    public static Translation Translate(DjangoContents contents, DjangoRow row, string crontabZone)
    {
        return new RowTranslator(contents, row, crontabZone).Translate();
    }

    private Translation Translate()
    {
        string name = _row.Raw("name") ?? "";
        Schedule? schedule = Try(() => RowSchedule.Read(_contents, _row, _crontabZone));
        if (name == Cleanup || _row.Raw("task") == Cleanup)
        {
            return new Translation { Name = name, IsBuiltIn = true, Notes = [OfCleanup(schedule)] };
        }

        DateTimeOffset? lastRun = Try(() => _row.Instant("last_run_at"));
        long totalRuns = Try(() => _row.Whole("total_run_count")) ?? 0;
        string? over = Try(() => _row.Flag("enabled")) && schedule is not null ? WhyOver(schedule, lastRun, totalRuns) : null;
        PeriodicTask task = Read(name, schedule) with { Enabled = Try(() => _row.Flag("enabled")) && over is null };
        if (_refusals.Count == 0)
        {
            Try(() => PeriodicTaskCodec.Write(task, new PeriodicTaskRow { Id = Guid.Empty, Name = name, Task = task.Task, Schedule = "" }));
        }

        return new Translation
        {
            Name = name,
            Task = _refusals.Count == 0 ? task : null,
            Refusals = [.. _refusals.Distinct()],
            Notes = _notes,
            LastRun = lastRun,
            TotalRuns = totalRuns,
            Changed = Try(() => _row.Instant("date_changed")),
            DisabledReason = over,
        };
    }

    private PeriodicTask Read(string name, Schedule? schedule)
    {
        DateTimeOffset? expires = Try(() => _row.Instant("expires"));
        return new PeriodicTask(name, _row.Raw("task") ?? "")
        {
            Schedule = schedule,
            Args = Try(() => RowJsonText.Read<JsonArray>("args", _row.Text("args"))) ?? [],
            Kwargs = Try(() => RowJsonText.Read<JsonObject>("kwargs", _row.Text("kwargs"))) ?? [],
            Headers = Headers(),
            Queue = _row.Text("queue"),
            Exchange = _row.Text("exchange"),
            RoutingKey = _row.Text("routing_key"),
            Priority = Try(Priority),
            Expires = expires,
            ExpiresAfter = ExpiresAfter(expires),
            OneOff = Try(() => _row.Flag("one_off")) || schedule is Schedules.ClockedSchedule,
            StartTime = Try(() => _row.Instant("start_time")),
            Description = _row.Raw("description") ?? "",
        };
    }

    private int? Priority()
    {
        long? priority = _row.Whole("priority");
        return priority is null or (>= 0 and <= 255) ? (int?)priority : throw new InvalidValueException("priority", priority, "0 to 255");
    }

    // Celery puts this name into the headers itself, whatever stands there.
    private JsonObject Headers()
    {
        JsonObject headers = Try(() => RowJsonText.Read<JsonObject>("headers", _row.Text("headers"))) ?? [];
        if (headers.Remove(Protocol.HeaderNames.PeriodicTaskName))
        {
            _notes.Add("headers: periodic_task_name is left out, because every message has it anyway");
        }

        return headers;
    }

    private TimeSpan? ExpiresAfter(DateTimeOffset? expires)
    {
        long? seconds = Try(() => _row.Whole("expire_seconds"));
        if (seconds is 0 || (seconds is not null && expires is not null))
        {
            _notes.Add($"expire_seconds: {seconds} is left out, as Celery ignores it {(expires is null ? "when it is 0" : "beside expires")}");
            return null;
        }

        return seconds is { } given ? TimeSpan.FromSeconds(Math.Clamp(given, -1, 4_000_000_000)) : null;
    }

    // Celery's beat disables such a row only when it looks at it again, which may be never.
    private string? WhyOver(Schedule schedule, DateTimeOffset? lastRun, long totalRuns)
    {
        bool hasRun = schedule is Schedules.ClockedSchedule clocked
            ? totalRuns > 0 || lastRun >= clocked.At
            : totalRuns > 0 && Try(() => _row.Flag("one_off"));
        return !hasRun ? null
            : lastRun is { } at ? $"it is one-off and ran at {at.UtcDateTime:O}, before it was imported" : "it is one-off and ran before it was imported";
    }

    private string OfCleanup(Schedule? schedule)
    {
        string words = "Downbeat brings its own celery.backend_cleanup, so this row is not carried over";
        bool isEnabled = Try(() => _row.Flag("enabled"));
        if (schedule is null || (isEnabled && schedule is Schedules.CrontabSchedule { Expression: "0 4 * * *" }))
        {
            return words;
        }

        return $"{words}; it {(isEnabled ? "ran" : "was disabled,")} {schedule}: see downbeat periodic edit {Cleanup}";
    }

    private T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidValueException refusal)
        {
            _refusals.Add(ImportRefusal.Of(refusal));
            return default;
        }
    }
}
