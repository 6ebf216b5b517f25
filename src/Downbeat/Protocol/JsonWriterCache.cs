using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>One writer per thread, so that writing a message allocates nothing but the message.</summary>
internal static class JsonWriterCache
{
    /// <summary>
    /// Only what JSON itself demands is escaped: Python reprs are full of quotes. The text goes to brokers, never into a page.
    /// Structure is not checked again: whoever rents writes it by hand.
    /// </summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static Utf8JsonWriter Rent(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Utf8JsonWriter? writer = _writer;
        if (writer is null)
        {
            return new Utf8JsonWriter(output, Options);
        }

        _writer = null;
        writer.Reset(output);
        return writer;
    }

    /// <summary>Writes what is left and keeps the writer. Not called after a failure: that writer is dropped.</summary>
    public static void Return(Utf8JsonWriter writer)
    {
        writer.Flush();
        writer.Reset(NoOutput.Instance);
        _writer = writer;
    }

    /// <summary>Lets go of the caller's buffer while the writer waits.</summary>
    private sealed class NoOutput : IBufferWriter<byte>
    {
        public static readonly NoOutput Instance = new();

        public void Advance(int count) => throw new InvalidOperationException("A returned writer was used.");

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException("A returned writer was used.");

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException("A returned writer was used.");
    }
}
