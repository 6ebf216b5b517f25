using System.IO.Compression;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Undoes what the header <c>compression</c> names. kombu's "gzip" is zlib's format, not gzip's.</summary>
/// <seealso href="https://docs.celeryq.dev/projects/kombu/en/stable/reference/kombu.compression.html"/>
internal static class BodyCompression
{
    /// <summary>A small message can unfold to anything; this is where it stops.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private const string Part = "compression";
    private const string Allowed = "application/x-gzip, application/x-brotli or no compression";

    public static ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, JsonElement> headers) =>
        headers.Count == 0 || !headers.TryGetValue(Part, out JsonElement compression) || compression.ValueKind == JsonValueKind.Null
            ? body
            : Expand(body, compression.ValueKind == JsonValueKind.String ? compression.GetString()! : compression.ToString(), MostBytes);

    internal static byte[] Expand(ReadOnlyMemory<byte> body, string compression, int mostBytes)
    {
        using var compressed = new MemoryStream(body.ToArray(), writable: false);
        using Stream expanding = compression switch
        {
            "application/x-gzip" => new ZLibStream(compressed, CompressionMode.Decompress),
            "application/x-brotli" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => throw new InvalidMessageException(Part, $"'{compression}'", Allowed),
        };
        try
        {
            return Read(expanding, mostBytes);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            throw new InvalidMessageException("body", $"not {compression} as its header {Part} says ({error.Message})", Allowed, error);
        }
    }

    private static byte[] Read(Stream expanding, int mostBytes)
    {
        using var expanded = new MemoryStream();
        Span<byte> buffer = stackalloc byte[4096];
        for (int read = expanding.Read(buffer); read > 0; read = expanding.Read(buffer))
        {
            if (expanded.Length + read > mostBytes)
            {
                throw new InvalidMessageException("body", $"more than {mostBytes} bytes when decompressed", $"at most {mostBytes} bytes");
            }

            expanded.Write(buffer[..read]);
        }

        return expanded.ToArray();
    }
}
