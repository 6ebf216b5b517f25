namespace Downbeat.Retention;

/// <summary>How long finished results are kept. Pure: it decides from a result's name, state and own wish.</summary>
public sealed record RetentionPolicy
{
    /// <summary>How long, where no rule says otherwise; null: for ever, and nothing is ever deleted. Default 1 day.</summary>
    public TimeSpan? ResultExpires
    {
        get;
        init => field = Check.Positive("result_expires", value);
    } = TimeSpan.FromDays(1);

    /// <summary>Rules for some results; the most specific wins.</summary>
    public IReadOnlyList<RetentionRule> Rules { get; init; } = [];

    /// <summary>Results that were never finished are given up this long after they were last heard of; null (the default): never.</summary>
    public TimeSpan? GiveUpAfter
    {
        get;
        init => field = Check.Positive("give_up_after", value);
    }

    /// <summary>How long fires are kept as history; default 30 days.</summary>
    public TimeSpan FiresKeep
    {
        get;
        init => field = Check.Positive("fires_keep", value)!.Value;
    } = TimeSpan.FromDays(30);

    /// <summary>How long the records of cleanups are kept; default 90 days.</summary>
    public TimeSpan CleanupRunsKeep
    {
        get;
        init => field = Check.Positive("cleanup_runs_keep", value)!.Value;
    } = TimeSpan.FromDays(90);

    /// <summary>How long workers and beats that stopped are remembered; default 1 day.</summary>
    public TimeSpan NodesKeep
    {
        get;
        init => field = Check.Positive("nodes_keep", value)!.Value;
    } = TimeSpan.FromDays(1);

    /// <summary>How long revocations, expired messages and the ids of messages published once are kept; default 30 days.</summary>
    public TimeSpan MessagesKeep
    {
        get;
        init => field = Check.Positive("messages_keep", value)!.Value;
    } = TimeSpan.FromDays(30);

    /// <summary>How long dead letters are kept; null (the default): until an operator deals with them.</summary>
    public TimeSpan? DeadLettersKeep
    {
        get;
        init => field = Check.Positive("dead_letters_keep", value);
    }

    /// <summary>Whether it never deletes a result.</summary>
    public bool DeletesNoResults => ResultExpires is null;

    /// <summary>How long a result is kept.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="state">The result's state.</param>
    /// <returns>The time; null: for ever.</returns>
    public TimeSpan? KeepFor(string? name, TaskState state)
    {
        return DeletesNoResults ? null : Rule(name, state, rule => rule.Keep is not null)?.Keep ?? ResultExpires;
    }

    /// <summary>When a result may be deleted.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="state">The result's state.</param>
    /// <param name="changedAt">When it finished, or was last heard of.</param>
    /// <param name="ownKeep">How long the task itself wants it kept; wins over every rule. Null: it does not say.</param>
    /// <returns>The instant; null: never.</returns>
    public DateTimeOffset? ExpiresAt(string? name, TaskState state, DateTimeOffset changedAt, TimeSpan? ownKeep)
    {
        TimeSpan? keep = DeletesNoResults ? null : state.IsFinished ? ownKeep ?? KeepFor(name, state) : GiveUpAfter;
        return keep is { } time && time < DateTimeOffset.MaxValue - changedAt ? changedAt + time : null;
    }

    /// <summary>The rules that cap how many results of a task are kept.</summary>
    public IEnumerable<RetentionRule> Caps => DeletesNoResults ? [] : Rules.Where(rule => rule.MaxPerTask is not null);

    /// <summary>The rule that says how many results of a task are kept; null for none.</summary>
    /// <param name="name">The task's name.</param>
    public RetentionRule? CapOf(string? name)
    {
        return DeletesNoResults ? null : Rule(name, state: null, rule => rule.MaxPerTask is not null);
    }

    /// <summary>The policy for results in words; two policies with the same words are the same.</summary>
    public string Describe()
    {
        if (DeletesNoResults)
        {
            return "results are kept for ever";
        }

        IEnumerable<string> rules = Rules.Select(rule => rule.ToString());
        string giveUp = GiveUpAfter is { } after ? $"; unfinished ones are given up after {after}" : "";
        return string.Join("; ", rules.Prepend($"results are kept for {ResultExpires}")) + giveUp;
    }

    private RetentionRule? Rule(string? name, TaskState? state, Func<RetentionRule, bool> says)
    {
        RetentionRule? best = null;
        foreach (RetentionRule rule in Rules)
        {
            if (says(rule) && rule.Matches(name, state) && (best is null || rule.Specificity > best.Specificity))
            {
                best = rule;
            }
        }

        return best;
    }
}
