using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class TaskHeadersJsonTests
{
    private const string Least = "\"id\":\"i\",\"task\":\"t\"";

    [Fact]
    public void New_headers_are_written_as_celery_writes_them()
    {
        var headers = new TaskHeaders
        {
            Task = "proj.add",
            Id = "id-1",
            RootId = "id-1",
            ArgsRepr = "(2, 3)",
            KwargsRepr = "{}",
            Origin = "gen1@host",
            Eta = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)),
            TimeLimits = new TimeLimits(30, 0.5),
        };

        Write(headers).ShouldBe(
            """
            {"lang":"csharp","task":"proj.add","id":"id-1","shadow":null,"eta":"2026-01-01T10:00:00+00:00","expires":null,"group":null,
            "group_index":null,"retries":0,"timelimit":[30,0.5],"root_id":"id-1","parent_id":null,"argsrepr":"(2, 3)","kwargsrepr":"{}",
            "origin":"gen1@host","ignore_result":false}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Missing_headers_get_their_defaults()
    {
        TaskHeaders headers = Read($$"""{{{Least}}}""");

        headers.Lang.ShouldBe("");
        headers.Retries.ShouldBe(0);
        headers.TimeLimits.ShouldBe(default);
        headers.ArgsRepr.ShouldBe("");
        headers.RootId.ShouldBeNull();
        headers.IgnoreResult.ShouldBeFalse();
        headers.StampedHeaders.ShouldBeNull();
        headers.Stamps.ShouldBeNull();
        headers.Extra.ShouldBeEmpty();
    }

    [Fact]
    public void Null_headers_get_their_defaults()
    {
        string nulls = string.Join(',', new[]
        {
            "lang", "shadow", "eta", "expires", "group", "group_index", "retries", "timelimit", "root_id", "parent_id", "argsrepr",
            "kwargsrepr", "origin", "ignore_result", "replaced_task_nesting", "stamped_headers", "stamps",
        }.Select(name => $"\"{name}\":null"));

        Read($$"""{{{Least}},{{nulls}}}""").ShouldBe(Read($$"""{{{Least}}}"""));
    }

    [Theory]
    [InlineData("task")]
    [InlineData("id")]
    public void Task_and_id_must_be_there(string name)
    {
        string other = name is "task" ? "id" : "task";

        InvalidMessageException error = Should.Throw<InvalidMessageException>(() => Read($$"""{"{{other}}":"x"}"""));

        error.Message.ShouldBe($"The message's {name} is missing; allowed: text that is not empty");
    }

    [Theory]
    [InlineData("task", "\"\"")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "7")]
    [InlineData("lang", "7")]
    [InlineData("shadow", "true")]
    [InlineData("eta", "\"tomorrow\"")]
    [InlineData("eta", "1767261600")]
    [InlineData("expires", "\"2026-13-01T00:00:00\"")]
    [InlineData("expires", "60")]
    [InlineData("group", "[]")]
    [InlineData("group_index", "\"1\"")]
    [InlineData("group_index", "1.5")]
    [InlineData("retries", "-1")]
    [InlineData("retries", "99999999999")]
    [InlineData("retries", "true")]
    [InlineData("timelimit", "30")]
    [InlineData("timelimit", "[]")]
    [InlineData("timelimit", "[1]")]
    [InlineData("timelimit", "[1,2,3]")]
    [InlineData("timelimit", "[-1,null]")]
    [InlineData("timelimit", "[1e999,null]")]
    [InlineData("timelimit", "[\"30\",null]")]
    [InlineData("root_id", "1")]
    [InlineData("parent_id", "{}")]
    [InlineData("argsrepr", "[1]")]
    [InlineData("kwargsrepr", "{}")]
    [InlineData("origin", "0")]
    [InlineData("ignore_result", "\"yes\"")]
    [InlineData("replaced_task_nesting", "\"\"")]
    [InlineData("stamped_headers", "\"a\"")]
    [InlineData("stamped_headers", "[1]")]
    public void A_header_that_is_not_what_it_must_be_is_refused_by_its_name(string name, string value)
    {
        InvalidMessageException error = Should.Throw<InvalidMessageException>(() => Read($$"""{{{Least}},"{{name}}":{{value}}}"""));

        error.Part.ShouldBe(name);
        error.Allowed.ShouldNotBeEmpty();
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void A_bad_eta_shows_what_was_found_and_what_is_allowed() =>
        Should.Throw<InvalidMessageException>(() => Read($$"""{{{Least}},"eta":"tomorrow"}""")).Message.ShouldBe(
            "The message's eta is the text 'tomorrow'; allowed: an instant in ISO 8601, such as 2026-01-01T10:00:00.123456+00:00, or null");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"task\":\"t\",\"id\":\"i\"")]
    [InlineData("{\"task\":\"t\",\"id\":\"i\"} x")]
    [InlineData("{\"task\":\"t\",\"id\":\"i\",}")]
    [InlineData("{\"task\":\"t\",\"id\":\"i\",\"n\":NaN}")]
    [InlineData("{\"task\":\"t\",\"id\":\"\\ud800\"}")]
    public void What_is_not_one_json_object_is_refused(string json) => Should.Throw<InvalidMessageException>(() => Read(json));

    [Fact]
    public void Whole_numbers_may_be_written_as_floating_point_numbers()
    {
        TaskHeaders headers = Read($$"""{{{Least}},"retries":2.0,"group_index":1e1,"timelimit":[30.0,10]}""");

        headers.Retries.ShouldBe(2);
        headers.GroupIndex.ShouldBe(10);
        headers.TimeLimits.ShouldBe(new TimeLimits(30, 10));
    }

    [Fact]
    public void Instants_are_kept_in_utc()
    {
        TaskHeaders headers = Read($$"""{{{Least}},"eta":"2030-01-02T03:04:05+05:30","expires":"2030-01-02T03:04:05.678901"}""");

        headers.Eta.ShouldBe(new DateTimeOffset(2030, 1, 1, 21, 34, 5, TimeSpan.Zero));
        headers.Eta!.Value.Offset.ShouldBe(TimeSpan.Zero);
        headers.Expires.ShouldBe(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, 901, TimeSpan.Zero));
    }

    [Fact]
    public void Unknown_headers_stand_beside_the_others_and_keep_their_numbers_to_the_digit()
    {
        const string Json = """{"huge":123456789012345678901234567890,"deep":{"a":[1.10,null]},"text":"é☃😀","empty":{},"none":null}""";
        TaskHeaders headers = Read($$"""{{{Least}},{{Json[1..]}}""");

        JsonElement written = JsonElement.Parse(Write(headers));

        foreach (JsonProperty field in JsonElement.Parse(Json).EnumerateObject())
        {
            JsonElement value = written.GetProperty(field.Name);
            (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()).ShouldBe(
                value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText(), field.Name);
        }

        headers.Extra.Count.ShouldBe(5);
    }

    [Fact]
    public void Of_two_headers_with_one_name_the_last_counts()
    {
        TaskHeaders headers = Read("""{"id":"a","id":"b","task":"t","x":1,"x":2}""");

        headers.Id.ShouldBe("b");
        headers.Extra["x"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Escaped_names_are_understood()
    {
        TaskHeaders headers = Read("""{"\u0069d":"i","task":"t","\u0065xtra":1}""");

        headers.Id.ShouldBe("i");
        headers.Extra.Keys.ShouldBe(["extra"]);
    }

    [Fact]
    public void Stamps_and_their_names_come_out_as_they_went_in()
    {
        const string Json =
            """{"replaced_task_nesting":1,"stamped_headers":["tenant","é"],"stamps":{"tenant":["a",1],"é":null}}""";
        TaskHeaders headers = Read($$"""{{{Least}},{{Json[1..]}}""");

        JsonElement written = JsonElement.Parse(Write(headers));

        headers.StampedHeaders.ShouldBe(["tenant", "é"]);
        foreach (JsonProperty field in JsonElement.Parse(Json).EnumerateObject())
        {
            JsonElement.DeepEquals(written.GetProperty(field.Name), field.Value).ShouldBeTrue(field.Name);
        }
    }

    [Fact]
    public void A_typed_name_among_the_extra_headers_is_refused()
    {
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["eta"] = JsonElement.Parse("1") };

        InvalidValueException error = Should.Throw<InvalidValueException>(() => new TaskHeaders { Task = "t", Id = "i", Extra = extra });

        error.Field.ShouldBe("headers.eta");
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_limit_is_a_number_of_seconds(double seconds)
    {
        Should.Throw<InvalidValueException>(() => new TimeLimits(seconds, null)).Field.ShouldBe("timelimit.Hard");
        Should.Throw<InvalidValueException>(() => default(TimeLimits) with { Soft = seconds }).Field.ShouldBe("timelimit.Soft");
    }

    [Fact]
    public void Task_id_and_retries_check_themselves()
    {
        Should.Throw<InvalidValueException>(() => new TaskHeaders { Task = "", Id = "i" }).Field.ShouldBe("task");
        Should.Throw<InvalidValueException>(() => new TaskHeaders { Task = "t", Id = "" }).Field.ShouldBe("id");
        Should.Throw<InvalidValueException>(() => new TaskHeaders { Task = "t", Id = "i", Retries = -1 }).Field.ShouldBe("retries");
    }

    [Fact]
    public void The_same_id_is_one_text_in_memory()
    {
        TaskHeaders headers = Read("""{"id":"same","task":"t","root_id":"same","parent_id":"same"}""");

        ReferenceEquals(headers.Id, headers.RootId).ShouldBeTrue();
        ReferenceEquals(headers.Id, headers.ParentId).ShouldBeTrue();
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_when_it_is_written()
    {
        TaskHeaders headers = Read($$"""{{{Least}}}""") with { ArgsRepr = "a\ud800b" };

        Read(Write(headers)).ArgsRepr.ShouldBe("a\ufffdb");
    }

    private static TaskHeaders Read(string json) => TaskHeadersJson.Read(Encoding.UTF8.GetBytes(json));

    private static string Write(TaskHeaders headers) => JsonAssert.Written(output => TaskHeadersJson.Write(output, headers));
}
