using System.CommandLine;
using Downbeat.Brokers;

namespace Downbeat.App.Verbs.Queues;

/// <summary>The options that choose dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "The tasks' ids", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _queue = new("--queue") { Description = "Those from this queue", HelpName = "QUEUE" };
    private readonly Option<string?> _task = new("--task") { Description = "Those of this task", HelpName = "NAME" };
    private readonly Option<bool> _all = new("--all") { Description = "All of them" };

    /// <param name="command">The verb.</param>
    /// <param name="isChange">Whether the verb changes them, so that "all" has to be said.</param>
    public DeadLetterOptions(Command command, bool isChange)
    {
        command.Add(_queue);
        command.Add(_task);
        if (isChange)
        {
            command.Add(_ids);
            command.Add(_all);
        }
    }

    public DeadLetterSelection Read(VerbRun run)
    {
        string[] ids = run.Value(_ids) ?? [];
        return new DeadLetterSelection { TaskIds = ids.Length == 0 ? null : ids, Queue = run.Value(_queue), Task = run.Value(_task) };
    }

    /// <summary>What is to be changed; nothing is meant by accident.</summary>
    public DeadLetterSelection ReadChange(VerbRun run)
    {
        DeadLetterSelection selection = Read(run);
        return run.Value(_all) || selection != DeadLetterSelection.All
            ? selection
            : throw new InvalidValueException("ID", null, "ids of tasks, --queue, --task or --all");
    }
}
