namespace Downbeat.Admin.Tests.Support;

/// <summary>Forms as they are filled in.</summary>
internal static class FilledIn
{
    /// <summary>The form of a periodic task, with a crontab in it.</summary>
    public static List<(string Name, string Value)> Periodic(string name, params (string Name, string Value)[] others)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = name, ["task"] = "reports.build", ["enabled"] = "on", ["kind"] = "crontab", ["minute"] = "0", ["hour"] = "4", ["day_of_month"] = "*",
            ["month_of_year"] = "*", ["day_of_week"] = "*", ["timezone"] = "Europe/Berlin", ["args"] = "[]", ["kwargs"] = "{}", ["headers"] = "{}", ["zone"] = "UTC", ["do"] = "save",
        };
        foreach ((string field, string value) in others)
        {
            fields[field] = value;
        }

        return [.. fields.Select(field => (field.Key, field.Value))];
    }
}
