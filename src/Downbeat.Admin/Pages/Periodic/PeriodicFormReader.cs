using System.Globalization;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Reads a periodic task from its form. Every field is read, so that everything that is wrong is told at once.</summary>
internal static class PeriodicFormReader
{
    private static readonly string[] Fields =
    [
        "name", "task", "description", "tags", "args", "kwargs", "headers", "queue", "exchange", "routing_key", "priority", "expires", "expire_seconds",
        "start_time", "starting_deadline", "jitter", "catch_up", "overlap",
    ];

    /// <summary>Reads the form; null when something is wrong, which the form then says.</summary>
    /// <param name="form">The form.</param>
    /// <param name="clock">The operator's clock.</param>
    public static PeriodicTask? Read(FormState form, ZoneClock clock)
    {
        var task = new PeriodicTask(form.Text("name") ?? "", form.Text("task") ?? "")
        {
            Schedule = ScheduleFormReader.Read(form, clock),
            Description = form["description"].Trim(),
            Tags = [.. form["tags"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
            Enabled = form.IsOn("enabled"),
            Args = form.Read("args", () => JsonFields.Array(form, "args")) ?? [],
            Kwargs = form.Read("kwargs", () => JsonFields.Object(form, "kwargs")) ?? [],
            Headers = form.Read("headers", () => JsonFields.Object(form, "headers")) ?? [],
            Queue = form.Text("queue"),
            Exchange = form.Text("exchange"),
            RoutingKey = form.Text("routing_key"),
            Priority = form.Read("priority", () => Whole(form, "priority")),
            Expires = form.Read("expires", () => InstantFields.Read(form, "expires", clock)),
            ExpiresAfter = form.Read("expire_seconds", () => Durations.ParseOrNone("expire_seconds", form["expire_seconds"])),
            OneOff = form.IsOn("one_off"),
            StartTime = form.Read("start_time", () => InstantFields.Read(form, "start_time", clock)),
            StartingDeadline = form.Read("starting_deadline", () => Durations.ParseOrNone("starting_deadline", form["starting_deadline"])),
            Jitter = form.Read("jitter", () => Durations.ParseOrNone("jitter", form["jitter"])) ?? TimeSpan.Zero,
            CatchUp = form.Read("catch_up", () => Words.ReadCatchUp(form.Text("catch_up") ?? "latest")),
            Overlap = form.Read("overlap", () => Words.ReadOverlap(form.Text("overlap") ?? "allow")),
        };
        Check(form, task);
        return form.IsValid ? task : null;
    }

    /// <summary>Notes a refusal beside the field it is about.</summary>
    public static void Refuse(FormState form, InvalidValueException refusal)
    {
        form.Refuse(Fields.Contains(refusal.Field) ? refusal.Field : "form", FormState.Explain(refusal));
    }

    // The rules name the first field they refuse; what can be told apart before is told too.
    private static void Check(FormState form, PeriodicTask task)
    {
        if (form.Text("name") is null)
        {
            form.Refuse("name", "Give it a name, so that people find it.");
        }

        if (form.Text("task") is null)
        {
            form.Refuse("task", "Say which task it sends.");
        }

        if (task.Schedule is null || task.Name.Length == 0 || task.Task.Length == 0)
        {
            return;
        }

        try
        {
            PeriodicTaskRules.Check(task);
        }
        catch (InvalidValueException refusal)
        {
            Refuse(form, refusal);
        }
    }

    private static int? Whole(FormState form, string name)
    {
        return form.Text(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new InvalidValueException(name, text, "a whole number from 0 to 255");
    }
}
