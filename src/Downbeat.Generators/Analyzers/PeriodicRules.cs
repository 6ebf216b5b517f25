using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>The schedules and arguments that stand on a <c>[Periodic]</c>.</summary>
internal static class PeriodicRules
{
    public static IEnumerable<Problem> Problems(IMethodSymbol method, AttributeData attribute, CancellationToken cancellationToken)
    {
        return Schedule(method, attribute, cancellationToken)
            .Concat(Texts(attribute, cancellationToken))
            .Concat(Name(attribute, cancellationToken))
            .Concat(Arguments(method, attribute, cancellationToken));
    }

    private static IEnumerable<Problem> Schedule(IMethodSymbol method, AttributeData attribute, CancellationToken cancellationToken)
    {
        string? problem = PeriodicReader.Schedules(attribute).Count switch
        {
            0 => "says no time to fire; give a crontab, EverySeconds or Schedule",
            1 => attribute.Text() is null && attribute.Get<string>("TimeZone") is not null
                ? "names a time zone for a schedule that has none; it belongs to a crontab, or into the text of Schedule"
                : null,
            _ => "has several schedules; write one attribute for each, with a Name of its own",
        };
        if (problem is not null)
        {
            yield return new(Rules.PeriodicSchedule, AttributePlaces.Of(attribute, "", cancellationToken), method.Name, problem);
        }
    }

    private static IEnumerable<Problem> Texts(AttributeData attribute, CancellationToken cancellationToken)
    {
        IEnumerable<Problem> problems = [];
        if (attribute.Text() is { } crontab)
        {
            problems = TextRules.Crontab(
                crontab,
                attribute.Get<string>("TimeZone"),
                AttributePlaces.OfFirst(attribute, cancellationToken),
                AttributePlaces.Of(attribute, "TimeZone", cancellationToken));
        }

        if (attribute.Named("EverySeconds") is { Value: not 0d and double every })
        {
            Location location = AttributePlaces.Of(attribute, "EverySeconds", cancellationToken);
            problems = problems.Concat(TextRules.Interval(Seconds.ToTimeSpan(every), location));
        }

        return attribute.Get<string>("Schedule") is { } text
            ? problems.Concat(TextRules.Schedule(text, AttributePlaces.Of(attribute, "Schedule", cancellationToken)))
            : problems;
    }

    private static IEnumerable<Problem> Name(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.Get<string>("Name") is { } name && !NameRules.IsAllowed(name))
        {
            Location location = AttributePlaces.Of(attribute, "Name", cancellationToken);
            yield return new(Rules.Option, location, "Name", Literals.Quote(name), "1 to 200 characters, none of them a control character");
        }
    }

    private static IEnumerable<Problem> Arguments(IMethodSymbol method, AttributeData attribute, CancellationToken cancellationToken)
    {
        Location location = AttributePlaces.Of(attribute, "Kwargs", cancellationToken);
        string? kwargs = attribute.Get<string>("Kwargs");
        if ((kwargs is null ? [] : JsonObjectText.Names(kwargs)) is not { } given)
        {
            yield return new(Rules.PeriodicArguments, location, $"Kwargs is no JSON object: {kwargs}; write it as {{ \"name\": value }}");
            yield break;
        }

        IParameterSymbol[] parameters = [.. method.Parameters.Where(static each => ParameterReader.SourceOf(each) == ParameterSource.Message)];
        string[] missing =
        [
            .. parameters.Where(each => !each.HasExplicitDefaultValue && !given.Contains(each.Name, StringComparer.Ordinal))
                .Select(static each => $"'{each.Name}'"),
        ];
        if (missing.Length > 0)
        {
            yield return new(
                Rules.PeriodicArguments,
                location,
                $"Nobody gives {string.Join(" and ", missing)} when the schedule fires; put it into Kwargs, or give the parameter a default");
        }

        string[] unknown = [.. given.Where(name => parameters.All(each => each.Name != name)).Select(static name => $"'{name}'")];
        if (unknown.Length > 0)
        {
            yield return new(
                Rules.PeriodicArguments,
                location,
                $"Kwargs has {string.Join(" and ", unknown)}, and '{method.Name}' has no such parameter; names are told apart by case");
        }
    }
}
