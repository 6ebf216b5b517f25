using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class MessagePropertiesJsonTests
{
    [Fact]
    public void Properties_are_written_as_kombu_writes_them_and_what_is_not_set_is_left_out()
    {
        var properties = new MessageProperties
        {
            CorrelationId = "id-1",
            Priority = 3,
            Expiration = "60000",
            DeliveryInfo = new DeliveryInfo { RoutingKey = "celery" },
            DeliveryTag = "tag",
        };

        JsonAssert.Written(output => MessagePropertiesJson.Write(output, properties)).ShouldBe(
            """
            {"correlation_id":"id-1","expiration":"60000","delivery_mode":2,"delivery_info":{"exchange":"","routing_key":"celery"},
            "priority":3,"body_encoding":"base64","delivery_tag":"tag"}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Missing_properties_get_their_defaults()
    {
        MessageProperties properties = Read("{}");

        properties.ShouldBe(new MessageProperties { BodyEncoding = null });
        properties.CorrelationId.ShouldBe("");
        properties.DeliveryMode.ShouldBe(2);
    }

    [Fact]
    public void Unknown_properties_are_kept_also_inside_the_delivery_info()
    {
        const string Json =
            """{"delivery_mode":1,"delivery_info":{"exchange":"e","routing_key":"r","redelivered":false,"x":[1]},"app_id":"a"}""";

        MessageProperties properties = Read(Json);

        properties.DeliveryInfo!.Redelivered.ShouldBe(false);
        JsonElement.DeepEquals(
            JsonElement.Parse(JsonAssert.WrittenBytes(output => MessagePropertiesJson.Write(output, properties))),
            JsonElement.Parse(Json)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("correlation_id", "1")]
    [InlineData("reply_to", "{}")]
    [InlineData("delivery_mode", "\"2\"")]
    [InlineData("priority", "0.5")]
    [InlineData("expiration", "true")]
    [InlineData("delivery_info", "\"celery\"")]
    [InlineData("body_encoding", "64")]
    [InlineData("delivery_tag", "[]")]
    public void A_property_that_is_not_what_it_must_be_is_refused_by_its_name(string name, string value) =>
        Should.Throw<InvalidMessageException>(() => Read($$"""{"{{name}}":{{value}}}""")).Part.ShouldBe($"properties.{name}");

    [Theory]
    [InlineData("exchange", "1")]
    [InlineData("routing_key", "[]")]
    [InlineData("redelivered", "1")]
    public void So_is_a_field_of_the_delivery_info(string name, string value) =>
        Should.Throw<InvalidMessageException>(() => Read($$$"""{"delivery_info":{"{{{name}}}":{{{value}}}}}"""))
            .Part.ShouldBe($"properties.delivery_info.{name}");

    [Fact]
    public void Numbers_where_celery_writes_texts_are_understood()
    {
        MessageProperties properties = Read("""{"expiration":60000,"delivery_tag":17}""");

        properties.Expiration.ShouldBe("60000");
        properties.DeliveryTag.ShouldBe("17");
    }

    [Fact]
    public void A_typed_name_among_the_extra_properties_is_refused()
    {
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["priority"] = JsonElement.Parse("1") };

        Should.Throw<InvalidValueException>(() => new MessageProperties { Extra = extra }).Field.ShouldBe("properties.priority");
        Should.Throw<InvalidValueException>(() => new DeliveryInfo
        {
            Extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["exchange"] = default },
        }).Field.ShouldBe("properties.delivery_info.exchange");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{\"delivery_info\":{")]
    public void What_is_not_one_json_object_is_refused(string json) => Should.Throw<InvalidMessageException>(() => Read(json));

    private static MessageProperties Read(string json) => MessagePropertiesJson.Read(Encoding.UTF8.GetBytes(json));
}
