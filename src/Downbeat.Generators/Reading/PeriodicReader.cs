using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

internal static class PeriodicReader
{
    public static EquatableArray<PeriodicModel> Read(IMethodSymbol method, string task)
    {
        return method.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(Names.Periodic))
            .Select(attribute => Read(attribute, task))
            .OfType<PeriodicModel>()
            .ToEquatable();
    }

    /// <summary>The schedules that are said; one is right.</summary>
    public static IReadOnlyList<string> Schedules(AttributeData attribute)
    {
        var schedules = new List<string>();
        if (attribute.Text() is { } crontab)
        {
            schedules.Add($"global::Downbeat.Schedule.Crontab({Literals.Quote(crontab)}, {Literals.Quote(attribute.Get<string>("TimeZone") ?? "UTC")})");
        }

        if (attribute.Get<double>("EverySeconds") is not 0 and double every)
        {
            schedules.Add($"global::Downbeat.Schedule.Every({Seconds.Code(every)})");
        }

        if (attribute.Get<string>("Schedule") is { } text)
        {
            schedules.Add($"global::Downbeat.Schedule.Parse({Literals.Quote(text)})");
        }

        return schedules;
    }

    public static string NameOf(AttributeData attribute, string task) => attribute.Get<string>("Name") ?? task;

    private static PeriodicModel? Read(AttributeData attribute, string task)
    {
        return Schedules(attribute) is [string schedule]
            ? new PeriodicModel(NameOf(attribute, task), schedule, attribute.Get<string>("Kwargs"))
            : null;
    }
}
