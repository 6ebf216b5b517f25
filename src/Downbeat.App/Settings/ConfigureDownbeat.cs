using System.Globalization;
using Downbeat.Hosting;
using Downbeat.Retention;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Settings;

/// <summary>Applies settings to the options of the kernel, after what the code says.</summary>
internal sealed class ConfigureDownbeat(DownbeatSettings settings) : IPostConfigureOptions<DownbeatOptions>
{
    private const string DefaultFile = "sqlite:///downbeat.db";

    public void PostConfigure(string? name, DownbeatOptions options)
    {
        settings.Apply("store", value => options.Store = value);
        settings.Apply("broker", value => options.Broker = value);
        settings.Apply("result_backend", value => options.ResultBackend = value);
        settings.Apply("default_queue", value => options.DefaultQueue = value);
        settings.Apply("time_zone", value => options.TimeZone = value);
        settings.Apply("application", value => options.Application = value);
        settings.Apply("application_version", value => options.ApplicationVersion = value);
        options.Retention = Retention(options.Retention);
        FillIn(options);
    }

    /// <summary>What is not named is where the store is; where nothing is named everything is in one file.</summary>
    public static void FillIn(DownbeatOptions options)
    {
        options.Store ??= DefaultFile;
        options.Broker ??= options.Store;
        options.ResultBackend ??= options.Store;
    }

    private RetentionPolicy Retention(RetentionPolicy policy)
    {
        settings.Apply("result_expires", value => policy = policy with { ResultExpires = Durations.ParseOrNone("result_expires", value) });
        settings.Apply("retention.give_up_after", value => policy = policy with { GiveUpAfter = Durations.ParseOrNone("give_up_after", value) });
        settings.Apply("retention.fires_keep", value => policy = policy with { FiresKeep = Durations.Parse("fires_keep", value) });
        settings.Apply(
            "retention.cleanup_runs_keep", value => policy = policy with { CleanupRunsKeep = Durations.Parse("cleanup_runs_keep", value) });
        settings.Apply("retention.nodes_keep", value => policy = policy with { NodesKeep = Durations.Parse("nodes_keep", value) });
        settings.Apply("retention.messages_keep", value => policy = policy with { MessagesKeep = Durations.Parse("messages_keep", value) });
        settings.Apply(
            "retention.dead_letters_keep", value => policy = policy with { DeadLettersKeep = Durations.ParseOrNone("dead_letters_keep", value) });
        RetentionRule[] rules = [.. settings.Rules().Select(Rule)];
        return rules.Length == 0 ? policy : policy with { Rules = rules };
    }

    private static RetentionRule Rule(Dictionary<string, string?> fields)
    {
        return new RetentionRule
        {
            Task = fields["task"],
            State = fields["state"] is { } state ? TaskState.Parse(state) : null,
            Keep = Durations.ParseOrNone("keep", fields["keep"]),
            MaxPerTask = fields["max_per_task"] is { } max ? Whole("max_per_task", max) : null,
        };
    }

    internal static int Whole(string field, string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int whole)
            ? whole
            : throw new InvalidValueException(field, text, "a whole number");
    }
}
