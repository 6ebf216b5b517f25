extern alias generators;

using System.Text.Json;
using Downbeat.Schedules;
using Kernel = generators::Downbeat;

namespace Downbeat.Generators.Tests.Analysis;

/// <summary>The kernel's parsers, and the same files compiled for the compiler's process: over the recorded tables they say the same, word for word.</summary>
public sealed class KernelAgreementTests
{
    private static readonly string[] Fields = ["minute", "hour", "day_of_month", "month_of_year", "day_of_week"];

    [Fact]
    public void Every_recorded_crontab_field_is_judged_alike()
    {
        string[][] rows = [.. Rows("crontab-fields.json", "rows").Select(row => new[] { row[0].GetString()!, row[2].ToString() })];
        rows.Length.ShouldBeGreaterThan(1300);
        int refused = 0;
        foreach (string[] row in rows)
        {
            string[] texts = ["0", "0", "1", "1", "*"];
            int field = Array.IndexOf(Fields, row[0]);
            texts[field] = row[1].Replace(" ", "", StringComparison.Ordinal);
            refused += CheckAlike(string.Join(' ', texts)) ? 0 : 1;
        }

        refused.ShouldBeInRange(300, rows.Length - 300);
    }

    [Fact]
    public void Every_recorded_expression_is_judged_alike()
    {
        foreach (JsonElement row in Rows("crontab-parsed.json"))
        {
            CheckAlike(row.GetProperty("expr").GetString()!);
        }
    }

    [Theory]
    [InlineData("interval: 5 minutes")]
    [InlineData("interval: 1 minute")]
    [InlineData("interval: 0 minutes")]
    [InlineData("interval: 9999 microseconds")]
    [InlineData("interval: 99999999999999999999 days")]
    [InlineData("interval: 3652059 days")]
    [InlineData("interval: five minutes")]
    [InlineData("crontab: 0 4 * * * Europe/Berlin dst_gap=skip dst_overlap=both")]
    [InlineData("crontab: 0 4 * * * Europe/Berlin dst_gap=maybe")]
    [InlineData("crontab: 0 4 * * * Nowhere/Never")]
    [InlineData("crontab: 0 4 31 2 * UTC")]
    [InlineData("solar: sunset 52.5 13.4")]
    [InlineData("solar: sunset 90.1 13.4")]
    [InlineData("solar: sunset north 13.4")]
    [InlineData("clocked: 2030-01-02T03:04:05Z")]
    [InlineData("clocked: 2030-01-02T03:04:05.1234567+02:00")]
    [InlineData("clocked: 2030-02-30T03:04:05Z")]
    [InlineData("lunar: full")]
    [InlineData("")]
    public void Schedules_are_judged_alike(string text)
    {
        bool ours = Schedule.TryParse(text, out Schedule? schedule, out InvalidValueException? refusal);
        bool theirs = Kernel.Schedule.TryParse(text, out Kernel.Schedule? other, out Kernel.InvalidValueException? otherRefusal);

        theirs.ShouldBe(ours);
        otherRefusal?.Message.ShouldBe(refusal?.Message);
        other?.ToString().ShouldBe(schedule?.ToString());
    }

    [Theory]
    [InlineData("10/s")]
    [InlineData("0.5/h")]
    [InlineData("5")]
    [InlineData(" 5/m ")]
    [InlineData("5/d")]
    [InlineData("0")]
    [InlineData("-1/s")]
    [InlineData("1e3")]
    [InlineData("∞")]
    [InlineData("")]
    public void Rates_are_judged_alike(string text)
    {
        string Ours() => Try(() => RateLimit.Parse(text).ToString());
        string Theirs() => Try(() => Kernel.RateLimit.Parse(text).ToString());

        Theirs().ShouldBe(Ours());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u0085")]
    [InlineData("a\tb")]
    [InlineData(null)]
    public void Names_are_judged_alike(string? name)
    {
        Try(() => Kernel.Check.Name("task", name)).ShouldBe(Try(() => Signature.Create(name!).Task));
    }

    [Fact]
    public void The_time_zones_are_those_of_the_kernel()
    {
        if (Approval.IsOn)
        {
            File.WriteAllText(Approval.InRepository("src/Downbeat.Generators/Schedules/time-zones.txt"), string.Concat(TimeZoneDatabase.Ids.Select(id => id + "\n")));
        }

        Kernel.Schedules.TimeZoneDatabase.Ids.ShouldBe(TimeZoneDatabase.Ids, ignoreOrder: true);
    }

    private static bool CheckAlike(string crontab)
    {
        bool ours = Schedule.TryParse($"crontab: {crontab} UTC", out _, out InvalidValueException? refusal);
        bool theirs = Kernel.Schedule.TryParse($"crontab: {crontab} UTC", out _, out Kernel.InvalidValueException? other);
        theirs.ShouldBe(ours, crontab);
        other?.Message.ShouldBe(refusal?.Message, crontab);
        return ours;
    }

    private static string Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception refusal) when (refusal is InvalidValueException or Kernel.InvalidValueException)
        {
            return refusal.Message;
        }
    }

    private static JsonElement[] Rows(string file, string? property = null)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Analysis", "data", file)));
        JsonElement rows = property is null ? document.RootElement : document.RootElement.GetProperty(property);
        return [.. rows.EnumerateArray().Select(row => row.Clone())];
    }
}
