using System.Globalization;
using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.TestHost;

/// <summary>Periodic tasks as a shop might have them.</summary>
internal static class DemoPeriodicTasks
{
    private static readonly (string Name, string Task, string Schedule, string Tags)[] Known =
    [
        ("Nightly sales report", "reports.build", "crontab: 0 4 * * * Europe/Berlin", "finance,nightly"),
        ("Invoice reminders", "billing.remind", "crontab: 30 8 * * mon-fri Europe/Berlin", "finance"),
        ("Exchange rates", "rates.fetch", "crontab: */15 * * * * UTC", "finance"),
        ("Search index, incremental", "search.index", "interval: 5 minutes", "search"),
        ("Search index, full rebuild of every catalogue in every language the shop is sold in", "search.rebuild", "crontab: 0 2 * * sun Europe/Berlin", "search,slow"),
        ("Stock levels from the warehouse", "stock.sync", "interval: 30 seconds", "stock"),
        ("Newsletter", "mail.newsletter", "crontab: 0 9 1 * * America/New_York", "mail"),
        ("Street lights on", "city.lights", "solar: sunset 52.52 13.405", "city"),
        ("Street lights off", "city.lights", "solar: sunrise 52.52 13.405", "city"),
        ("Relaunch", "site.relaunch", "clocked: 2031-01-01T00:00:00Z", "once"),
        ("Thumbnails", "media.thumbnails", "interval: 2 minutes", "media"),
        ("Certificates that end soon", "ops.certificates", "crontab: 0 7 * * * UTC", "ops,nightly"),
        ("Sessions that nobody uses", "auth.expire_sessions", "interval: 1 hour", "ops"),
        ("Abandoned carts", "shop.carts", "crontab: 10,40 * * * * Europe/Berlin", "mail"),
        ("Data warehouse export", "dwh.export", "crontab: 15 1 * * * Europe/Berlin", "slow,nightly"),
        ("Heartbeat of the payment provider", "billing.ping", "interval: 10 seconds", "ops"),
    ];

    private static readonly string[] Regions = ["north", "south", "east", "west", "central", "islands", "alps", "coast", "lakes", "valley", "harbour"];

    public static async Task<IReadOnlyList<PeriodicTaskEntry>> AddAsync(IPeriodicTasks tasks, int count)
    {
        var entries = new List<PeriodicTaskEntry>();
        var author = new PeriodicTaskAuthor("ada", "admin");
        for (int i = 0; i < count; i++)
        {
            (string name, string task, string schedule, string tags) = Known[i % Known.Length];
            string region = i < Known.Length ? "" : $", {Regions[i / Known.Length % Regions.Length]} {(i / Known.Length).ToString(CultureInfo.InvariantCulture)}";
            PeriodicTask made = Make(i, name + region, task, schedule, tags);
            entries.Add(await tasks.AddAsync(made, author));
        }

        await tasks.DisableAsync("Newsletter", "The new template is not approved yet", author);
        return entries;
    }

    private static PeriodicTask Make(int index, string name, string task, string schedule, string tags)
    {
        var made = new PeriodicTask(name, task)
        {
            Schedule = Schedule.Parse(schedule),
            Tags = tags.Split(','),
            Description = index % 3 == 0 ? "Keeps what the shop shows in line with what the books say. Ask the finance team before changing it." : "",
            Kwargs = new JsonObject { ["region"] = index, ["dry_run"] = false },
            Queue = index % 5 == 0 ? "reports" : null,
            Priority = index % 7 == 0 ? 6 : null,
            OneOff = schedule.StartsWith("clocked", StringComparison.Ordinal),
        };
        return index % 4 == 0
            ? made with { Overlap = Overlap.Skip, StartingDeadline = TimeSpan.FromMinutes(30), ExpiresAfter = TimeSpan.FromHours(1) }
            : made;
    }
}
