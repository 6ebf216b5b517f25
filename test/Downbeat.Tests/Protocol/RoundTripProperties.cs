using System.Text.Json;
using Downbeat.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Protocol;

/// <summary>Laws: whatever is written is read back the same.</summary>
public sealed class RoundTripProperties
{
    [Fact]
    public void Any_headers_are_read_as_they_were_written() =>
        Check(Generators.Headers, headers =>
        {
            byte[] written = JsonAssert.WrittenBytes(output => TaskHeadersJson.Write(output, headers));
            TaskHeaders read = TaskHeadersJson.Read(written);
            return (read with { Extra = headers.Extra, Stamps = headers.Stamps, StampedHeaders = headers.StampedHeaders }) == headers
                && JsonAssert.WrittenBytes(output => TaskHeadersJson.Write(output, read)).AsSpan().SequenceEqual(written)
                && SameFields(read.Extra, headers.Extra)
                && (read.StampedHeaders ?? []).SequenceEqual(headers.StampedHeaders ?? [], StringComparer.Ordinal);
        });

    [Fact]
    public void Any_properties_are_read_as_they_were_written() =>
        Check(Generators.Properties, properties =>
        {
            byte[] written = JsonAssert.WrittenBytes(output => MessagePropertiesJson.Write(output, properties));
            MessageProperties read = MessagePropertiesJson.Read(written);
            return (read with { Extra = properties.Extra, DeliveryInfo = properties.DeliveryInfo }) == properties
                && JsonAssert.WrittenBytes(output => MessagePropertiesJson.Write(output, read)).AsSpan().SequenceEqual(written)
                && SameFields(read.Extra, properties.Extra);
        });

    [Fact]
    public void Any_body_is_read_as_it_was_written() =>
        Check(Generators.Body, body =>
        {
            MessageBody read = MessageBody.Parse(JsonAssert.WrittenBytes(output => MessageBodyWriter.Write(output, body)));
            return JsonElement.DeepEquals(read.Args, body.Args)
                && JsonElement.DeepEquals(read.Kwargs, body.Kwargs)
                && Same(read.Embed.Callbacks, body.Embed.Callbacks)
                && Same(read.Embed.Errbacks, body.Embed.Errbacks)
                && Same(read.Embed.Chain, body.Embed.Chain)
                && Same(read.Embed.Chord, body.Embed.Chord)
                && SameFields(read.Embed.Extra, body.Embed.Extra);
        });

    [Fact]
    public void Any_task_message_is_read_as_it_was_written() =>
        Check(
            from headers in Generators.Headers
            from properties in Generators.Properties
            from body in Generators.Bytes
            from types in Gen.Two(Generators.Text)
            select new TaskMessage
            {
                Headers = headers,
                Properties = properties,
                Body = body,
                ContentType = types.Item1,
                ContentEncoding = types.Item2,
            },
            message =>
            {
                byte[] written = JsonAssert.WrittenBytes(output => VirtualEnvelope.WriteTask(output, message));
                TaskMessage read = VirtualEnvelope.ReadTask(written);
                VirtualEnvelope general = VirtualEnvelope.Read(written);
                return read.Body.Span.SequenceEqual(message.Body.Span)
                    && read.ContentType.Equals(message.ContentType, StringComparison.Ordinal)
                    && JsonAssert.WrittenBytes(output => VirtualEnvelope.WriteTask(output, read)).AsSpan().SequenceEqual(written)
                    && JsonAssert.WrittenBytes(output => VirtualEnvelope.Write(output, general)).AsSpan().SequenceEqual(written);
            });

    [Fact]
    public void Any_instant_is_read_as_it_was_written_in_whole_microseconds() =>
        Check(Generators.Instant, instant =>
            IsoTimestamp.TryParse(IsoTimestamp.Format(instant), out DateTimeOffset read)
            && read.Equals(instant)
            && IsoTimestamp.TryParse(IsoTimestamp.FormatNaive(instant), out DateTimeOffset naive)
            && naive.Equals(instant)
            && IsoTimestamp.Format(instant).Equals(PythonIsoFormat(instant), StringComparison.Ordinal));

    private static string PythonIsoFormat(DateTimeOffset instant) => instant.ToString(
        instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz",
        System.Globalization.CultureInfo.InvariantCulture);

    private static bool SameFields(IReadOnlyDictionary<string, JsonElement> read, IReadOnlyDictionary<string, JsonElement> written) =>
        read.Count == written.Count && written.All(field => JsonElement.DeepEquals(read[field.Key], field.Value));

    private static bool Same(JsonElement? read, JsonElement? written) =>
        read is { } one && written is { } other ? JsonElement.DeepEquals(one, other) : read.HasValue == written.HasValue;

    private static void Check<T>(Gen<T> values, Func<T, bool> law) => Prop.ForAll(values.ToArbitrary(), law).QuickCheckThrowOnFailure();
}
