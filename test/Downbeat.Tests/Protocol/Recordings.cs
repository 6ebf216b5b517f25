using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Downbeat.Tests.Protocol;

/// <summary>What Celery 5.2.6 put on the wire.</summary>
internal static partial class Recordings
{
    public static IEnumerable<RecordedMessage> Redis() => Messages("messages-redis.json.gz");

    public static RecordedMessage Redis(string name) => Redis().First(message => message.Name.Equals(name, StringComparison.Ordinal));

    public static IEnumerable<RecordedMessage> Amqp() => Messages("messages-amqp.json.gz");

    public static IReadOnlyList<JsonElement> Lines(string file) =>
        [.. Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public static string Text(string file)
    {
        using FileStream stored = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Protocol", "data", file));
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }

    // The decoded parts hold what Python calls JSON, each value on a line of its own.
    [GeneratedRegex(
        @"(?<=^\s*)-?(NaN|Infinity)(?=,?$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PythonNumber();

    private static IEnumerable<RecordedMessage> Messages(string file) =>
        from scenario in JsonElement.Parse(PythonNumber().Replace(Text(file), "null")).EnumerateArray()
        from message in scenario.GetProperty("messages").EnumerateArray()
        select new RecordedMessage(scenario.GetProperty("name").GetString()!, scenario.GetProperty("source").GetString()!, message);
}

/// <summary>One recorded message and the Python that sent it.</summary>
internal sealed record RecordedMessage(string Name, string Source, JsonElement Message)
{
    public bool IsProtocolOne => Name.StartsWith("protocol1", StringComparison.Ordinal);

    public byte[] Raw => System.Text.Encoding.UTF8.GetBytes(Message.GetProperty("raw").GetString()!);

    public JsonElement Decoded => Message.GetProperty("decoded");

    public override string ToString() => $"{Name}: {Source}";
}
