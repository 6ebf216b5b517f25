using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Hosting;

internal sealed class BeatOptionsValidator : IValidateOptions<BeatOptions>
{
    public ValidateOptionsResult Validate(string? name, BeatOptions options)
    {
        var failures = new List<string>();
        Number("batch_size", options.BatchSize, 1, 10_000);
        Number("fires_per_tick", options.FiresPerTick, 1, 100_000);
        Number("relay_batch_size", options.RelayBatchSize, 1, 10_000);
        Number("publish_attempts", options.PublishAttempts, 1, int.MaxValue);
        Time("missed_after", options.MissedAfter, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(366));
        Time("max_sleep", options.MaxSleep, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Time("relay_lease", options.RelayLease, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Time("max_retry_delay", options.MaxRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Time("report_interval", options.ReportInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Time("prune_interval", options.PruneInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366));
        Time("prune_delay", options.PruneDelay, TimeSpan.Zero, TimeSpan.FromDays(366));
        Time("unready_after", options.UnreadyAfter, options.MaxSleep + TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        if (options.Name is { } own && (string.IsNullOrWhiteSpace(own) || own.Length > 200 || own.Any(char.IsControl)))
        {
            Refuse("name", own, "1 to 200 characters, none of them a control character");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Number(string field, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                Refuse(field, value, most == int.MaxValue ? $"{least} or more" : $"{least} to {most}");
            }
        }

        void Time(string field, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                Refuse(field, value, $"{least} to {most}");
            }
        }

        void Refuse(string field, object value, string allowed)
        {
            failures.Add(new InvalidValueException($"Beat:{field}", value, allowed).Message);
        }
    }
}
