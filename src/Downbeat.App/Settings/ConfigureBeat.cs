using Downbeat.Beat.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Settings;

/// <summary>Applies settings to beat's options, after what the code says.</summary>
internal sealed class ConfigureBeat(DownbeatSettings settings) : IPostConfigureOptions<BeatOptions>
{
    public void PostConfigure(string? name, BeatOptions options)
    {
        settings.Apply("beat.name", value => options.Name = value);
        settings.Apply("beat.missed_after", value => options.MissedAfter = Durations.Parse("beat.missed_after", value));
        settings.Apply("beat.batch_size", value => options.BatchSize = ConfigureDownbeat.Whole("beat.batch_size", value));
    }
}
