using System.IO.Compression;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class BodyCompressionTests
{
    [Fact]
    public void What_kombu_calls_gzip_is_zlib()
    {
        Message("application/x-gzip", Compressed(output => new ZLibStream(output, CompressionLevel.Fastest))).ReadBody()
            .Args.GetRawText().ShouldBe("[1]");
        Should.Throw<InvalidMessageException>(() =>
            Message("application/x-gzip", Compressed(output => new GZipStream(output, CompressionLevel.Fastest))).ReadBody())
            .Part.ShouldBe("body");
    }

    [Fact]
    public void Brotli_is_read() =>
        Message("application/x-brotli", Compressed(output => new BrotliStream(output, CompressionLevel.Fastest))).ReadBody()
            .Args.GetRawText().ShouldBe("[1]");

    [Theory]
    [InlineData("application/x-gzip")]
    [InlineData("application/x-brotli")]
    public void Bytes_that_are_not_compressed_are_refused(string compression) =>
        Should.Throw<InvalidMessageException>(() => Message(compression, "[[1], {}, {}]"u8.ToArray()).ReadBody()).Part.ShouldBe("body");

    [Fact]
    public void A_small_body_that_unfolds_to_a_huge_one_is_refused()
    {
        byte[] bomb = Compressed(output => new ZLibStream(output, CompressionLevel.Optimal), new byte[100_000]);

        bomb.Length.ShouldBeLessThan(1000);
        Should.Throw<InvalidMessageException>(() => BodyCompression.Expand(bomb, "application/x-gzip", mostBytes: 50_000))
            .Message.ShouldContain("more than 50000 bytes");
    }

    [Fact]
    public void A_compression_that_is_no_text_is_refused()
    {
        TaskMessage message = Message("x", default);
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["compression"] = JsonElement.Parse("[1]") };

        Should.Throw<InvalidMessageException>(() => (message with { Headers = message.Headers with { Extra = extra } }).ReadBody())
            .Part.ShouldBe("compression");
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("UTF-8", true)]
    [InlineData("us-ascii", true)]
    [InlineData("latin-1", false)]
    [InlineData("binary", false)]
    public void Only_utf8_and_ascii_are_text(string encoding, bool isRead)
    {
        TaskMessage message = new()
        {
            Headers = new TaskHeaders { Task = "t", Id = "i" },
            Properties = new MessageProperties(),
            Body = "[[1], {}, {}]"u8.ToArray(),
            ContentEncoding = encoding,
        };

        if (isRead)
        {
            message.ReadBody().Args.GetRawText().ShouldBe("[1]");
        }
        else
        {
            Should.Throw<InvalidMessageException>(() => message.ReadBody()).Part.ShouldBe("content-encoding");
        }
    }

    private static byte[] Compressed(Func<Stream, Stream> compress, byte[]? content = null)
    {
        using var output = new MemoryStream();
        using (Stream compressing = compress(output))
        {
            compressing.Write(content ?? "[[1], {}, {}]"u8.ToArray());
        }

        return output.ToArray();
    }

    private static TaskMessage Message(string compression, byte[]? body) => new()
    {
        Headers = new TaskHeaders
        {
            Task = "t",
            Id = "i",
            Extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["compression"] = JsonElement.Parse($"\"{compression}\""),
            },
        },
        Properties = new MessageProperties(),
        Body = body,
    };
}
