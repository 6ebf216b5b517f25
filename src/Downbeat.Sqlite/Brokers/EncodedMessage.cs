using System.Buffers;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>A message as its row holds it. Encoding happens on the sender's thread, so that the writer only writes.</summary>
internal sealed class EncodedMessage
{
    private const string Insert =
        """
        INSERT INTO downbeat_message
            (queue, priority, state, available_at, enqueued_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string InsertOnce = "INSERT INTO downbeat_published_once (task_id, published_at) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private readonly BrokerMessage _source;
    private readonly byte[] _json;
    private readonly int _headers;

    private EncodedMessage(BrokerMessage source, byte[] json, int headers)
    {
        _source = source;
        _json = json;
        _headers = headers;
    }

    public static EncodedMessage Of(BrokerMessage source)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        TaskHeadersJson.Write(json, source.Message.Headers);
        int headers = json.WrittenCount;
        MessagePropertiesJson.Write(json, source.Message.Properties);
        return new EncodedMessage(source, json.WrittenSpan.ToArray(), headers);
    }

    public static EncodedMessage[] Of(IReadOnlyList<BrokerMessage> sources)
    {
        var encoded = new EncodedMessage[sources.Count];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = Of(sources[i]);
        }

        return encoded;
    }

    /// <summary>Puts the message on its queue.</summary>
    /// <returns>Whether it was; not so when it is to be published once and was before.</returns>
    public bool Write(SqliteSession session, DateTimeOffset now)
    {
        TaskMessage message = _source.Message;
        if (_source.Once && session.Get(InsertOnce).Add(message.Headers.Id).Add(now).Run() == 0)
        {
            return false;
        }

        bool isDelayed = _source.AvailableAt > now;
        session.Get(Insert)
            .Add(_source.Queue)
            .Add(_source.Priority)
            .Add(isDelayed ? MessageState.Delayed : MessageState.Ready)
            .Add(isDelayed ? _source.AvailableAt : null)
            .Add(now)
            .Add(message.Headers.Expires)
            .Add(message.Headers.Id)
            .Add(message.Headers.Task)
            .AddText(_json.AsSpan(0, _headers))
            .AddText(_json.AsSpan(_headers))
            .Add(message.ContentType)
            .Add(message.ContentEncoding)
            .AddBlob(message.Body.Span)
            .Run();
        session.Touched |= Topics.Messages;
        return true;
    }
}
