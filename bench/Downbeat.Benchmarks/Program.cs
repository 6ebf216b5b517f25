using BenchmarkDotNet.Running;
using Downbeat.Benchmarks.Beat;
using Downbeat.Benchmarks.Schedules;

return args switch
{
    ["schedules", ..] => ScheduleSpeed.Run(),
    ["decisions", ..] => DecisionSpeed.Run(),
    ["beat", .. var rest] => await BeatLoad.RunAsync(rest),
    ["micro", .. var rest] => RunMicro(rest),
    _ => Help(),
};

static int RunMicro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(ScheduleBenchmarks).Assembly).Run(args);
    return 0;
}

static int Help()
{
    Console.Error.WriteLine(
        """
        Give one of:
          schedules        NextAfter over every recorded expression: a table in half a minute
          decisions        what beat does with one row that is due: a table in some seconds
          beat [options]   beat on a SQLite file, or with --url on PostgreSQL: start, fires a second, lateness, memory; --tasks, --rate, --seconds, --folder
          micro [options]  BenchmarkDotNet, with its own options, such as --filter '*Schedule*'
        """);
    return 2;
}
