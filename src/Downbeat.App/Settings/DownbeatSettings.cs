using Microsoft.Extensions.Configuration;

namespace Downbeat.App.Settings;

/// <summary>
/// The settings of <c>downbeat.json</c>, of the host's configuration section <c>Downbeat</c> and of environment variables that begin with
/// <c>DOWNBEAT_</c>; the later win.
/// </summary>
internal sealed class DownbeatSettings
{
    public const string File = "downbeat.json";
    public const string Section = "Downbeat";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="InvalidValueException">There is a setting nobody knows.</exception>
    public static DownbeatSettings Load(string folder, IConfiguration? host)
    {
        var settings = new DownbeatSettings();
        settings.Take(File, ReadFile(folder), isStrict: true);
        if (host is not null)
        {
            settings.Take(Section, host.GetSection(Section), isStrict: true);
        }

        settings.Take("environment", new ConfigurationBuilder().AddEnvironmentVariables("DOWNBEAT_").Build(), isStrict: false);
        return settings;
    }

    /// <summary>A setting by its name in <c>downbeat.json</c>; null when it is not set.</summary>
    public string? this[string name] => _values.GetValueOrDefault(SettingNames.Normalize(name));

    /// <summary>Applies a setting if it is set.</summary>
    public void Apply(string name, Action<string> apply)
    {
        if (this[name] is { } value)
        {
            apply(value);
        }
    }

    /// <summary>The retention rules, in their order.</summary>
    public IEnumerable<Dictionary<string, string?>> Rules()
    {
        for (int i = 0; ; i++)
        {
            string prefix = $"{SettingNames.RetentionRules}.{i}.";
            if (SettingNames.OfRule.All(field => this[prefix + field] is null))
            {
                yield break;
            }

            yield return SettingNames.OfRule.ToDictionary(field => field, field => this[prefix + field], StringComparer.Ordinal);
        }
    }

    private static IConfigurationRoot ReadFile(string folder)
    {
        try
        {
            return new ConfigurationBuilder().SetBasePath(folder).AddJsonFile(File, optional: true).Build();
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidValueException(File, exception.InnerException?.Message ?? exception.Message, "a JSON object", exception);
        }
    }

    private void Take(string source, IConfiguration configuration, bool isStrict)
    {
        string root = configuration is IConfigurationSection section ? section.Path + ":" : "";
        foreach ((string path, string? value) in configuration.AsEnumerable())
        {
            if (value is null || path.Length < root.Length)
            {
                continue;
            }

            string name = path[root.Length..].Replace(':', '.');
            string normalized = SettingNames.Normalize(name);
            if (SettingNames.IsKnown(normalized))
            {
                _values[normalized] = value;
            }
            else if (isStrict)
            {
                throw new InvalidValueException(source, name, string.Join(", ", SettingNames.All) + ", " + SettingNames.RetentionRules);
            }
        }
    }
}
