using Downbeat.Load;
using Downbeat.Load.Scenarios;

try
{
    return args switch
    {
        ["throughput" or "latency" or "idle" or "history", ..] when Options.Parse(args) is { Url: { } url } options => await Postgres.RunAsync(options, url),
        ["throughput", ..] => await Throughput.RunAsync(Options.Parse(args)),
        ["latency", ..] => await Latency.RunAsync(Options.Parse(args)),
        ["idle", ..] => await Idle.RunAsync(Options.Parse(args)),
        ["cleanup", ..] => await Cleanup.RunAsync(Options.Parse(args)),
        ["child", var role, var file, ..] => await Child.RunAsync(role, file),
        _ => Help(),
    };
}
catch (InvalidValueException refusal)
{
    await Console.Error.WriteLineAsync($"error: {refusal.Message}");
    return 2;
}

static int Help()
{
    Console.Error.WriteLine(
        """
        Whole-system loads on SQLite. Give one of:
          throughput   tasks that do nothing, results kept: sending, running what was sent, both at once; beside it the same row operations in plain SQL
          latency      from sending one task to having its result, idle: in one process, and across two
          idle         the CPU of a worker and a beat that have nothing to do
          history      on PostgreSQL only: running tasks beside 10,000,000 finished ones, and beside none
          cleanup      deleting expired results, beside plain batched DELETE; what a writer suffers meanwhile; the space given back

          --tasks N     tasks, results or round trips; each scenario has its own default
          --pairs N     how often plain SQL and Downbeat take turns; default 3
          --url U       the first three on PostgreSQL: postgresql://user@host/database, in schemas of their own that are dropped in the end; workers are two processes
          --folder F    where the files are; a new folder below the working directory by default, deleted in the end
          --json        one JSON object instead of a table
        """);
    return 2;
}
