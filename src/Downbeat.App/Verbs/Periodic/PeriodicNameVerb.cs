using System.CommandLine;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

/// <summary>A verb about one periodic task.</summary>
internal abstract class PeriodicNameVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name" };

    protected PeriodicNameVerb(IVerbHost host, string name, string description)
        : base(host, name, description)
    {
        Add(_name);
    }

    protected string NameOf(VerbRun run) => run.Value(_name)!;

    protected static int Show(VerbRun run, PeriodicTaskEntry entry)
    {
        run.Output.Write(PeriodicJson.Of(entry), console => PeriodicJson.Show(console, entry));
        return ExitCodes.Done;
    }
}
