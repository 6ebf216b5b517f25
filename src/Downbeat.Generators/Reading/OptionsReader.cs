using System.Globalization;
using Downbeat.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>Turns what is set on a <c>[BackgroundTask]</c> into the assignments of a <c>TaskOptions</c>.</summary>
internal static class OptionsReader
{
    public static EquatableArray<string> Read(AttributeData attribute)
    {
        var options = new List<string>();
        AddText(options, "Queue", attribute.Get<string>("Queue"));
        if (attribute.Named("Priority") is { Value: int priority and not -1 })
        {
            options.Add($"Priority = {Literals.Constant(priority)}");
        }

        if (Retry(attribute) is { Count: > 0 } retry)
        {
            options.Add($"Retry = new global::Downbeat.RetryPolicy {{ {string.Join(", ", retry)} }}");
        }

        AddTime(options, "SoftTimeLimit", attribute.Get<double>("SoftTimeLimitSeconds"));
        AddTime(options, "TimeLimit", attribute.Get<double>("TimeLimitSeconds"));
        if (attribute.Get<string>("RateLimit") is { } rate)
        {
            options.Add($"RateLimit = global::Downbeat.RateLimit.Parse({Literals.Quote(rate)})");
        }

        AddFlag(options, "IgnoreResult = true", attribute.Get<bool>("IgnoreResult"));
        AddFlag(options, "Acknowledgement = global::Downbeat.Acknowledgement.Early", attribute.Get<bool>("AcknowledgeEarly"));
        AddTime(options, "Expires", attribute.Get<double>("ExpiresSeconds"));
        AddTime(options, "ResultKeep", attribute.Get<double>("ResultKeepSeconds"));
        return options.ToEquatable();
    }

    private static List<string> Retry(AttributeData attribute)
    {
        var retry = new List<string>();
        if (attribute.Named("MaxRetries") is { Value: int most and not -1 })
        {
            retry.Add("MaxRetries = " + most.ToString(CultureInfo.InvariantCulture));
        }

        if (attribute.Named("RetryDelaySeconds") is { Value: double delay })
        {
            retry.Add("Delay = " + Seconds.Code(delay));
        }

        if (attribute.Named("RetryMaxDelaySeconds") is { Value: double longest })
        {
            retry.Add("MaxDelay = " + Seconds.Code(longest));
        }

        if (attribute.Named("RetryJitter") is { Value: bool jitter })
        {
            retry.Add("Jitter = " + Literals.Constant(jitter));
        }

        AddTypes(retry, attribute, "RetryFor");
        AddTypes(retry, attribute, "DontRetryFor");
        return retry;
    }

    private static void AddText(List<string> options, string name, string? text)
    {
        if (text is not null)
        {
            options.Add($"{name} = {Literals.Quote(text)}");
        }
    }

    private static void AddTime(List<string> options, string name, double seconds)
    {
        if (seconds != 0)
        {
            options.Add($"{name} = {Seconds.Code(seconds)}");
        }
    }

    private static void AddFlag(List<string> options, string assignment, bool isSet)
    {
        if (isSet)
        {
            options.Add(assignment);
        }
    }

    private static void AddTypes(List<string> options, AttributeData attribute, string name)
    {
        string[] types = [.. attribute.GetAll(name).Where(static type => !type.IsNull).Select(Literals.Constant)];
        if (types.Length > 0)
        {
            options.Add($"{name} = new global::System.Type[] {{ {string.Join(", ", types)} }}");
        }
    }
}
