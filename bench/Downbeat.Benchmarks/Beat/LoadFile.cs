using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.ScheduleStores;

namespace Downbeat.Benchmarks.Beat;

/// <summary>A fresh SQLite file with periodic tasks, deleted in the end.</summary>
internal sealed class LoadFile : IDisposable
{
    private const int RowsAtOnce = 5_000;

    private LoadFile(string path) => Path = path;

    public string Path { get; }

    public string Url => $"sqlite:///{Path}";

    /// <summary>Makes a file whose tasks are due one after the other, evenly spread, in an order that has nothing to do with that of the rows.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="every">How often each of them fires.</param>
    /// <param name="firstAt">When the first one fires.</param>
    /// <param name="spread">How long after the first one the last one fires.</param>
    public static async Task<LoadFile> CreateAsync(string folder, int tasks, TimeSpan every, DateTimeOffset firstAt, TimeSpan spread)
    {
        var file = new LoadFile(System.IO.Path.Combine(folder, $"downbeat-load-{Guid.NewGuid():N}.db"));
        int[] order = [.. Enumerable.Range(0, tasks)];
        new Random(20261123).Shuffle(order);
        using var database = new SqliteDatabase(file.Path, TimeProvider.System, new SqliteSettings());
        for (int from = 0; from < tasks; from += RowsAtOnce)
        {
            PeriodicTaskRow[] rows =
                [.. order.Skip(from).Take(RowsAtOnce).Select((place, i) => Row(from + i, every, Instants.Round(firstAt + (spread * place / tasks))))];
            await database.WriteAsync(transaction => Insert(transaction.Session, rows), Durability.Process, CancellationToken.None);
        }

        return file;
    }

    public void Dispose()
    {
        foreach (string suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(Path + suffix);
        }
    }

    private static bool Insert(SqliteSession session, PeriodicTaskRow[] rows)
    {
        foreach (PeriodicTaskRow row in rows)
        {
            PeriodicTaskRows.BindAdvanced(PeriodicTaskRows.BindSaid(session.Get(PeriodicTaskRows.Insert).Add(row.Id), row), row).Run();
        }

        return true;
    }

    private static PeriodicTaskRow Row(int number, TimeSpan every, DateTimeOffset first)
    {
        var task = new PeriodicTask($"task {number:000000}", "reports.build")
        {
            Schedule = Schedule.Every(every), Args = [number, "north"], CatchUp = CatchUp.All,
        };
        return PeriodicTaskPlanner.Create(task, Guid.NewGuid(), PeriodicTaskAuthor.Api, first - every);
    }
}
