using System.Buffers;
using Downbeat.Brokers;
using Downbeat.Protocol;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>A message as its row holds it.</summary>
internal sealed class EncodedMessage
{
    private const int LongestBody = 256 * 1024 * 1024;

    private readonly byte[] _json;
    private readonly int _headers;

    private EncodedMessage(BrokerMessage source, byte[] json, int headers)
    {
        Source = source;
        _json = json;
        _headers = headers;
    }

    public BrokerMessage Source { get; }

    public string TaskId => Source.Message.Headers.Id;

    public ReadOnlyMemory<byte> Headers => _json.AsMemory(0, _headers);

    public ReadOnlyMemory<byte> Properties => _json.AsMemory(_headers);

    public ReadOnlyMemory<byte> Body => Source.Message.Body;

    /// <exception cref="InvalidValueException">Its body is larger than the server takes.</exception>
    public static EncodedMessage Of(BrokerMessage source)
    {
        if (source.Message.Body.Length > LongestBody)
        {
            throw new InvalidValueException("body", $"{source.Message.Body.Length} bytes", "at most 256 MB; keep what is larger elsewhere and send where it is");
        }

        var json = new ArrayBufferWriter<byte>(1024);
        TaskHeadersJson.Write(json, source.Message.Headers);
        int headers = json.WrittenCount;
        MessagePropertiesJson.Write(json, source.Message.Properties);
        return new EncodedMessage(source, json.WrittenSpan.ToArray(), headers);
    }

    /// <summary>Encodes messages; of those that are to be published once and have one task id only the first is left.</summary>
    public static List<EncodedMessage> Of(IEnumerable<BrokerMessage> sources)
    {
        var encoded = new List<EncodedMessage>();
        HashSet<string>? once = null;
        foreach (BrokerMessage source in sources)
        {
            if (!source.Once || (once ??= new HashSet<string>(StringComparer.Ordinal)).Add(source.Message.Headers.Id))
            {
                encoded.Add(Of(source));
            }
        }

        return encoded;
    }
}
