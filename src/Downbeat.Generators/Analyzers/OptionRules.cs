using System.Globalization;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>The options that stand on a <c>[BackgroundTask]</c>.</summary>
internal static class OptionRules
{
    private static readonly string[] Times =
        ["RetryDelaySeconds", "RetryMaxDelaySeconds", "SoftTimeLimitSeconds", "TimeLimitSeconds", "ExpiresSeconds", "ResultKeepSeconds"];

    public static IEnumerable<Problem> Problems(AttributeData attribute, CancellationToken cancellationToken)
    {
        return Ranges(attribute, cancellationToken)
            .Concat(Limits(attribute, cancellationToken))
            .Concat(Exceptions(attribute, "RetryFor", cancellationToken))
            .Concat(Exceptions(attribute, "DontRetryFor", cancellationToken))
            .Concat(Rate(attribute, cancellationToken));
    }

    private static IEnumerable<Problem> Ranges(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.Named("MaxRetries") is { Value: int and < -1 and int retries })
        {
            yield return Refuse("MaxRetries", retries, "0 or more, or -1 for no retries by themselves");
        }

        if (attribute.Named("Priority") is { Value: int and (< -1 or > 255) and int priority })
        {
            yield return Refuse("Priority", priority, "0 to 255, higher first, or -1 to leave it to the sender");
        }

        if (attribute.Get<string>("Queue") is { } queue && !NameRules.IsAllowed(queue))
        {
            yield return Refuse("Queue", Literals.Quote(queue), "1 to 200 characters, none of them a control character");
        }

        foreach (string name in Times)
        {
            if (attribute.Named(name) is { Value: double seconds } && !Seconds.AreInRange(seconds))
            {
                yield return Refuse(name, seconds.ToString("R", CultureInfo.InvariantCulture), "0 or more seconds");
            }
        }

        Problem Refuse(string name, object value, string allowed) =>
            new(Rules.Option, AttributePlaces.Of(attribute, name, cancellationToken), name, value, allowed);
    }

    private static IEnumerable<Problem> Limits(AttributeData attribute, CancellationToken cancellationToken)
    {
        double soft = attribute.Get<double>("SoftTimeLimitSeconds");
        double hard = attribute.Get<double>("TimeLimitSeconds");
        if (soft > 0 && hard > 0 && soft >= hard)
        {
            yield return new(Rules.TimeLimits, AttributePlaces.Of(attribute, "SoftTimeLimitSeconds", cancellationToken), soft, hard);
        }
    }

    private static IEnumerable<Problem> Exceptions(AttributeData attribute, string name, CancellationToken cancellationToken)
    {
        return attribute.GetAll(name)
            .Select(static type => type.Value)
            .OfType<ITypeSymbol>()
            .Where(static type => type.TypeKind != TypeKind.Error && !type.IsOrDerivesFrom("System.Exception"))
            .Select(type => new Problem(Rules.ExceptionType, AttributePlaces.Of(attribute, name, cancellationToken), type.Words(), name));
    }

    private static IEnumerable<Problem> Rate(AttributeData attribute, CancellationToken cancellationToken)
    {
        return attribute.Get<string>("RateLimit") is { } rate
            ? TextRules.RateLimit(rate, AttributePlaces.Of(attribute, "RateLimit", cancellationToken))
            : [];
    }
}
