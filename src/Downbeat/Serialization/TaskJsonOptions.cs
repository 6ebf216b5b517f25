using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Downbeat.Protocol;
using Downbeat.Serialization.Converters;

namespace Downbeat.Serialization;

/// <summary>Builds the serializer's options for Celery's dialect.</summary>
internal static class TaskJsonOptions
{
    private const string OnlyWhereItIsOn = "Only called where IsReflectionEnabledByDefault, which trimming and AOT turn off.";

    public static JsonSerializerOptions Create(IEnumerable<IJsonTypeInfoResolver> resolvers, JsonDialect dialect, bool isReflecting)
    {
        // Web: camelCase names, read in any case; numbers are read from texts too.
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = JsonText.MaxDepth,
        };
        AddConverters(options.Converters, dialect);
        foreach (IJsonTypeInfoResolver resolver in resolvers)
        {
            options.TypeInfoResolverChain.Add(resolver);
        }

        options.TypeInfoResolverChain.Add(KnownTypes.Default);
        if (isReflecting && JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.TypeInfoResolverChain.Add(Reflection());
        }

        options.MakeReadOnly();
        return options;
    }

    private static void AddConverters(IList<JsonConverter> converters, JsonDialect dialect)
    {
        converters.Add(new DateTimeOffsetConverter(dialect));
        converters.Add(new DateTimeConverter(dialect));
        converters.Add(new DateOnlyConverter(dialect));
        converters.Add(new TimeOnlyConverter(dialect));
        converters.Add(new TimeSpanConverter());
        converters.Add(new DecimalConverter(dialect));
        converters.Add(new GuidConverter(dialect));
        converters.Add(new BytesConverter(dialect));
        converters.Add(new BigIntegerConverter());
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            // Compiled ahead of time, a JsonSerializerContext asks for names itself: UseStringEnumConverter = true.
            converters.Add(new JsonStringEnumConverter());
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = OnlyWhereItIsOn)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = OnlyWhereItIsOn)]
    private static DefaultJsonTypeInfoResolver Reflection() => new();
}
