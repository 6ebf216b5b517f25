using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Downbeat.Cli.Tests.Django;

/// <summary>A real database with django-celery-beat's tables, made by the statements Django's own migrations left behind.</summary>
internal abstract class DjangoSource : IAsyncDisposable
{
    public const string Prefix = "django_celery_beat_";

    private static readonly string[] Instants =
        ["expires", "last_run_at", "date_changed", "start_time", "last_update", "clocked_time"];

    private static readonly string[] Flags = ["enabled", "one_off"];

    public abstract string Url { get; }

    public static string Data(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "django", name));

    /// <summary>The rows as django-celery-beat's own beat left them.</summary>
    public async Task LoadAsync(string scenario, string moment)
    {
        JsonObject tables = JsonNode.Parse(Data("rows.json"))![scenario]![moment]!.AsObject();
        string[] order = ["intervalschedule", "crontabschedule", "solarschedule", "clockedschedule", "periodictask", "periodictasks"];
        foreach (string table in order)
        {
            foreach (JsonNode? row in tables[Prefix + table]!.AsArray())
            {
                await InsertAsync(table, row!.AsObject());
            }
        }
    }

    /// <summary>Adds a periodic task; what is not said is as Django's form leaves it.</summary>
    public async Task TaskAsync(string name, JsonObject fields)
    {
        var row = new JsonObject
        {
            ["name"] = name, ["task"] = "proj.tasks.noop", ["args"] = "[]", ["kwargs"] = "{}", ["enabled"] = 1, ["total_run_count"] = 0,
            ["date_changed"] = "2026-01-01 00:00:00", ["description"] = "", ["one_off"] = 0, ["headers"] = "{}",
        };
        foreach ((string field, JsonNode? value) in fields)
        {
            row[field] = value?.DeepClone();
        }

        await InsertAsync("periodictask", row);
    }

    /// <summary>Adds a schedule with an id of its own.</summary>
    public Task ScheduleAsync(string kind, int id, JsonObject fields)
    {
        var row = new JsonObject { ["id"] = id };
        foreach ((string field, JsonNode? value) in fields)
        {
            row[field] = value?.DeepClone();
        }

        return InsertAsync(kind + "schedule", row);
    }

    public Task CrontabAsync(int id, string expression, string zone = "UTC")
    {
        string[] fields = expression.Split(' ');
        return ScheduleAsync("crontab", id, new JsonObject
        {
            ["minute"] = fields[0], ["hour"] = fields[1], ["day_of_month"] = fields[2], ["month_of_year"] = fields[3], ["day_of_week"] = fields[4],
            ["timezone"] = zone,
        });
    }

    public async Task ExecuteAsync(string sql)
    {
        await using DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string?> ScalarAsync(string sql)
    {
        await using DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbConnection> OpenAsync();

    protected abstract string Flag(bool value);

    protected abstract string Instant(string text);

    private Task InsertAsync(string table, JsonObject row)
    {
        string values = string.Join(", ", row.Select(field => Literal(field.Key, field.Value)));
        return ExecuteAsync($"INSERT INTO {Prefix}{table} ({string.Join(", ", row.Select(field => $"\"{field.Key}\""))}) VALUES ({values})");
    }

    private string Literal(string field, JsonNode? value)
    {
        return value is null ? "NULL"
            : Flags.Contains(field) ? Flag(value.GetValue<int>() != 0)
            : Instants.Contains(field) ? Quoted(Instant(value.GetValue<string>()))
            : value.GetValueKind() == System.Text.Json.JsonValueKind.String ? Quoted(value.GetValue<string>())
            : value.ToJsonString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
