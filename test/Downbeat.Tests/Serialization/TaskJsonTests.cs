using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Downbeat.Protocol;
using Downbeat.Serialization;
using Downbeat.Tests.Protocol;

namespace Downbeat.Tests.Serialization;

public sealed partial class TaskJsonTests
{
    private static readonly TaskJson Json = TaskJson.Default;

    [Fact]
    public void Properties_are_camel_case_and_read_in_any_case()
    {
        Encoding.UTF8.GetString(Json.Serialize(new Order(7, "x", null))).ShouldBe("""{"orderId":7,"customer":"x","due":null}""");
        Json.Deserialize<Order>("""{"ORDERID":7,"Customer":"x"}"""u8).ShouldBe(new Order(7, "x", null));
    }

    [Fact]
    public void Inside_an_object_both_dialects_are_read()
    {
        var due = new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero);

        Json.Deserialize<Order>("""{"due":"2030-01-02T00:00:00"}"""u8)!.Due.ShouldBe(due);
        Json.Deserialize<Order>("""{"due":{"__type__":"datetime","__value__":"2030-01-02T00:00:00"}}"""u8)!.Due.ShouldBe(due);
    }

    [Fact]
    public void The_contexts_of_an_application_come_first()
    {
        var json = new TaskJson([OrderContext.Default]);

        json.Options.GetTypeInfo(typeof(Order)).OriginatingResolver.ShouldBe(OrderContext.Default);
        Encoding.UTF8.GetString(json.Serialize(new Order(7, "x", null))).ShouldBe("""{"orderId":7,"customer":"x","due":null}""");
    }

    [Fact]
    public void A_type_that_can_never_be_json_is_refused() =>
        Should.Throw<SerializationException>(() => Json.EnsureKnown(typeof(Span<int>), "bytes"))
            .Message.ShouldStartWith("bytes: Span<int> cannot be JSON (");

    [Fact]
    public void Without_reflection_a_type_that_nobody_describes_is_refused_and_the_advice_is_given()
    {
        var json = new TaskJson([OrderContext.Default], JsonDialect.Plain, isReflecting: false);

        json.EnsureKnown(typeof(Order), "order");
        SerializationException error = Should.Throw<SerializationException>(() => json.EnsureKnown(typeof(List<Order>), "orders"));

        error.Message.ShouldBe(
            "orders: List<Order> is not known to the serializer; "
            + "name it in a [JsonSerializable] of your JsonSerializerContext and add that with AddJsonContext");
        Should.Throw<SerializationException>(() => json.Serialize(new object[] { new Picky() }, "picky"))
            .Message.ShouldEndWith("AddJsonContext");
    }

    [Fact]
    public void Without_reflection_the_common_types_are_known()
    {
        var json = new TaskJson([], JsonDialect.Typed, isReflecting: false);
        var fields = new Dictionary<string, object>(StringComparer.Ordinal) { ["a"] = 1 };
        object[] args = [1, "a", 1.5m, Guid.Empty, new DateOnly(2030, 1, 2), new[] { 1L }, fields];

        JsonElement.Parse(JsonAssert.WrittenBytes(output => json.WriteArgs(output, args))).GetArrayLength().ShouldBe(args.Length);
        json.Deserialize<Dictionary<string, int>>("""{"a":1}"""u8)!["a"].ShouldBe(1);
        json.Deserialize<DateTimeOffset?>("null"u8).ShouldBeNull();
    }

    [Fact]
    public void Primitives_are_written_and_read()
    {
        Check(7, "7");
        Check(long.MaxValue, "9223372036854775807");
        Check(0.5, "0.5");
        Check(true, "true");
        Check(false, "false");
        Check("it's <é>", "\"it's <é>\"");
        Check<string?>(null, "null");
        Check<int?>(null, "null");
        Check<int?>(7, "7");
        Check<short>(7, "7");
        Check(0.5f, "0.5");

        static void Check<T>(T value, string written)
        {
            Type type = typeof(T);
            Encoding.UTF8.GetString(Json.Serialize(value)).ShouldBe(written);
            JsonAssert.Written(output => Json.Serialize(output, value, type)).ShouldBe(written);
            Json.Deserialize<T>(Encoding.UTF8.GetBytes(written)).ShouldBe(value);
            Json.Deserialize(JsonElement.Parse(written), type).ShouldBe(value);
        }
    }

    [Fact]
    public void Json_of_any_kind_passes_as_it_is()
    {
        JsonElement element = JsonElement.Parse("""{"__type__":"other","n":1.10}""");

        Encoding.UTF8.GetString(Json.Serialize(element)).ShouldBe(element.GetRawText());
        Encoding.UTF8.GetString(Json.Serialize(JsonNode.Parse("[1]"))).ShouldBe("[1]");
        using JsonDocument document = JsonDocument.Parse("[2]");
        Encoding.UTF8.GetString(Json.Serialize(document)).ShouldBe("[2]");
        Json.Deserialize<JsonElement>(element).GetRawText().ShouldBe(element.GetRawText());
        Json.Deserialize<JsonNode>(element)!["n"]!.ToJsonString().ShouldBe("1.10");
        Json.Deserialize<object>(element).ShouldBeOfType<JsonElement>();
    }

    [Theory]
    [InlineData("null", typeof(int))]
    [InlineData("\"x\"", typeof(int))]
    [InlineData("1.5", typeof(int))]
    [InlineData("3000000000", typeof(int))]
    [InlineData("1", typeof(string))]
    [InlineData("1", typeof(bool))]
    [InlineData("{}", typeof(int[]))]
    public void What_does_not_fit_is_refused_by_parameter_and_type(string json, Type type)
    {
        SerializationException error = Should.Throw<SerializationException>(() => Json.Deserialize(JsonElement.Parse(json), type, "year"));

        error.Message.ShouldStartWith($"year: {TypeNames.Of(type)} cannot be read from ");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void The_typed_way_refuses_the_same() =>
        Should.Throw<SerializationException>(() => Json.Deserialize<int>("\"x\""u8, "year"))
            .Message.ShouldStartWith("year: int cannot be read from a text");

    [Fact]
    public void Nothing_at_all_is_refused() =>
        Should.Throw<SerializationException>(() => Json.Deserialize<int>(default(JsonElement), "year")).Message
            .ShouldBe("year: int cannot be read from nothing; give a value");

    [Fact]
    public void What_the_applications_own_code_throws_is_part_of_the_refusal()
    {
        SerializationException error = Should.Throw<SerializationException>(() => Json.Deserialize<Picky>("""{"value":-1}"""u8, "picky"));

        error.InnerException.ShouldBeOfType<InvalidValueException>();
        error.Message.ShouldContain("0 or more");
    }

    [Fact]
    public void Arguments_are_written_by_what_they_are()
    {
        object?[] args = [1, "a", null, true, 2.5, new[] { 1 }, new { A = 1 }, JsonElement.Parse("[1.0]"), 1.10m];

        JsonAssert.Written(output => Json.WriteArgs(output, args))
            .ShouldBe("""[1,"a",null,true,2.5,[1],{"a":1},[1.0],"1.10"]""");
        JsonAssert.Written(output => Json.WriteArgs(output, [])).ShouldBe("[]");
    }

    [Fact]
    public void Named_arguments_keep_their_names()
    {
        var kwargs = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Year"] = 2026,
            ["due_on"] = new DateOnly(2030, 1, 2),
            ["é\""] = null,
        };

        JsonAssert.Written(output => Json.WriteKwargs(output, kwargs))
            .ShouldBe("""{"Year":2026,"due_on":"2030-01-02T00:00:00","é\"":null}""");
    }

    [Fact]
    public void An_argument_that_cannot_be_written_is_named_by_its_place()
    {
        Should.Throw<SerializationException>(() => JsonAssert.Written(output => Json.WriteArgs(output, [1, double.NaN])))
            .Message.ShouldStartWith("args[1]: double cannot be written as JSON (");
        Should.Throw<SerializationException>(() => JsonAssert.Written(output =>
            Json.WriteKwargs(output, new Dictionary<string, object?>(StringComparer.Ordinal) { ["kind"] = typeof(int) })))
            .Message.ShouldStartWith("kwargs.kind: RuntimeType cannot be written as JSON (");
    }

    [Fact]
    public void After_a_failure_the_next_value_is_written_whole()
    {
        Should.Throw<SerializationException>(() => Json.Serialize(new object[] { 1, double.NaN }));

        Encoding.UTF8.GetString(Json.Serialize(new object[] { 1, 2 })).ShouldBe("[1,2]");
    }

    [Fact]
    public void Json_with_half_a_surrogate_pair_is_refused()
    {
        JsonElement broken = JsonElement.Parse("\"\\ud800\"");

        Should.Throw<SerializationException>(() => Json.Serialize(broken)).Message.ShouldContain("no Unicode text");
        Should.Throw<SerializationException>(() => Json.Serialize(new { broken })).Message.ShouldContain("cannot be written as JSON");
        Should.Throw<SerializationException>(() => Json.Deserialize<string>(broken)).Message.ShouldContain("no Unicode text");
        Should.Throw<SerializationException>(() => JsonAssert.Written(output => Json.WriteArgs(output, [1, broken])))
            .Parameter.ShouldBe("args[1]");
        Should.Throw<InvalidMessageException>(() => Json.Deserialize<string>("\"\\ud800\""u8));
    }

    [Fact]
    public void A_result_that_is_no_json_is_refused_by_the_message() =>
        Should.Throw<InvalidMessageException>(() => Json.Deserialize<int>("NaN"u8, "result")).Part.ShouldBe("result");

    internal sealed record Order(int OrderId, string? Customer, DateTimeOffset? Due);

    internal sealed record Picky
    {
        public int Value { get; init => field = value >= 0 ? value : throw new InvalidValueException("value", value, "0 or more"); }
    }

    [JsonSerializable(typeof(Order))]
    internal sealed partial class OrderContext : JsonSerializerContext;
}
