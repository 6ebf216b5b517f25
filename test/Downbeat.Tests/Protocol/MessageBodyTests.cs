using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class MessageBodyTests
{
    [Fact]
    public void Arguments_and_signatures_are_told_apart()
    {
        MessageBody body = Parse(
            """[[1], {"a": 2}, {"callbacks": [{}], "errbacks": null, "chain": [], "chord": {"task": "x"}, "new": 1}]""");

        body.Args.GetRawText().ShouldBe("[1]");
        body.Kwargs.GetRawText().ShouldBe("""{"a": 2}""");
        body.Embed.Callbacks!.Value.GetRawText().ShouldBe("[{}]");
        body.Embed.Errbacks.ShouldBeNull();
        body.Embed.Chain!.Value.GetArrayLength().ShouldBe(0);
        body.Embed.Chord!.Value.GetProperty("task").GetString().ShouldBe("x");
        body.Embed.Extra["new"].GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("[[], {}, null]")]
    [InlineData("[[], {}, {}]")]
    [InlineData("[null, null, null]")]
    public void What_is_null_or_empty_means_nothing(string json)
    {
        MessageBody body = Parse(json);

        body.Args.GetArrayLength().ShouldBe(0);
        body.Kwargs.GetPropertyCount().ShouldBe(0);
        body.Embed.ShouldBeSameAs(MessageEmbed.None);
    }

    [Fact]
    public void A_body_like_that_of_protocol_1_is_understood()
    {
        MessageBody body = Parse("""{"task": "t", "id": "i", "args": [1], "kwargs": {"a": 1}, "callbacks": [{}], "utc": true}""");

        body.Args.GetRawText().ShouldBe("[1]");
        body.Embed.Callbacks.ShouldNotBeNull();
        body.Embed.Extra.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("[", "body")]
    [InlineData("1", "body")]
    [InlineData("[]", "body")]
    [InlineData("[[], {}]", "body")]
    [InlineData("[[], {}, {}, {}]", "body")]
    [InlineData("{}", "body")]
    [InlineData("[{}, {}, {}]", "args")]
    [InlineData("[[], [], {}]", "kwargs")]
    [InlineData("[[], {}, []]", "embed")]
    [InlineData("[[], {}, {\"chain\": {}}]", "embed.chain")]
    [InlineData("[[], {}, {\"chord\": []}]", "embed.chord")]
    [InlineData("[[], {}, {\"callbacks\": 1}]", "embed.callbacks")]
    [InlineData("[[], {}, {\"errbacks\": \"x\"}]", "embed.errbacks")]
    [InlineData("[[\"\\ud83d\"], {}, {}]", "body")]
    public void Any_other_shape_is_refused_by_the_part_that_is_wrong(string json, string part) =>
        Should.Throw<InvalidMessageException>(() => Parse(json)).Part.ShouldBe(part);

    [Fact]
    public void Half_a_surrogate_pair_is_named_with_its_place() =>
        Should.Throw<InvalidMessageException>(() => Parse("[[\"\\\\ud83d \\ude00\"], {}, {}]"))
            .Found.ShouldBe("JSON with half a surrogate pair (\\ude00 at byte 11)");

    [Fact]
    public void A_body_256_levels_deep_is_read_and_a_deeper_one_refused()
    {
        Parse($"[{Nested(255)}, {{}}, {{}}]").Args.GetArrayLength().ShouldBe(1);
        Should.Throw<InvalidMessageException>(() => Parse($"[{Nested(256)}, {{}}, {{}}]"))
            .Allowed.ShouldBe("JSON, at most 256 levels deep");

        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
    }

    [Fact]
    public void A_body_is_composed_from_parts_without_touching_them()
    {
        JsonAssert.Written(output => MessageBodyWriter.Write(output, " [1.10, 2]"u8, "{\"z\" : 1}"u8))
            .ShouldBe("""[ [1.10, 2],{"z" : 1},{"callbacks":null,"errbacks":null,"chain":null,"chord":null}]""");
        var embed = new MessageEmbed { Chain = JsonElement.Parse("[{}]") };
        JsonAssert.Written(output => MessageBodyWriter.Write(output, "[]"u8, "{}"u8, embed))
            .ShouldBe("""[[],{},{"callbacks":null,"errbacks":null,"chain":[{}],"chord":null}]""");
    }

    [Fact]
    public void A_new_body_is_empty() =>
        JsonAssert.Written(output => MessageBodyWriter.Write(output, new MessageBody()))
            .ShouldBe("""[[],{},{"callbacks":null,"errbacks":null,"chain":null,"chord":null}]""");

    [Theory]
    [InlineData("{}", "{}", "args")]
    [InlineData("", "{}", "args")]
    [InlineData("[]", "[]", "kwargs")]
    [InlineData("[]", " ", "kwargs")]
    public void Parts_of_the_wrong_kind_are_not_composed(string args, string kwargs, string part) =>
        Should.Throw<InvalidMessageException>(() =>
            JsonAssert.Written(output => MessageBodyWriter.Write(output, Encoding.UTF8.GetBytes(args), Encoding.UTF8.GetBytes(kwargs))))
            .Part.ShouldBe(part);

    [Fact]
    public void A_typed_name_among_the_extra_fields_is_refused() =>
        Should.Throw<InvalidValueException>(() => new MessageEmbed
        {
            Extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["chord"] = default },
        }).Field.ShouldBe("embed.chord");

    private static MessageBody Parse(string json) => MessageBody.Parse(Encoding.UTF8.GetBytes(json));
}
