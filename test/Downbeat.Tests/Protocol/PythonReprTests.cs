using System.Globalization;
using System.Text;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class PythonReprTests
{
    [Theory]
    [InlineData("[]", "()")]
    [InlineData(" [ ] ", "()")]
    [InlineData("[2]", "(2,)")]
    [InlineData("[2, 2]", "(2, 2)")]
    [InlineData("[[2]]", "([2],)")]
    [InlineData("[null, true, false, -0, 1.0, 1E+2]", "(None, True, False, 0, 1.0, 100.0)")]
    [InlineData("[1e400, -1e400]", "(inf, -inf)")]
    [InlineData("[{}, {\"a\": []}]", "({}, {'a': []})")]
    [InlineData("[\"it's\", \"\\\"\", \"\\\\\", \"\\n\\/\"]", "('it\\'s', '\"', '\\', '\n/')")]
    [InlineData("[\"\\u00e9\\ud83d\\ude00\"]", "('é😀',)")]
    [InlineData("[[[[1]]]]", "([[[...]]],)")]
    [InlineData("[{\"a\": {\"b\": {\"c\": 1}}}]", "({'a': {'b': {...}}},)")]
    public void Arguments_look_like_a_python_tuple(string json, string repr)
    {
        PythonRepr.Args(Encoding.UTF8.GetBytes(json)).ShouldBe(repr);
        PythonRepr.Args(JsonElement.Parse(json)).ShouldBe(repr);
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{\"z\": 1, \"y\": [2]}", "{'z': 1, 'y': [2]}")]
    public void Named_arguments_look_like_a_python_dictionary(string json, string repr)
    {
        PythonRepr.Kwargs(Encoding.UTF8.GetBytes(json)).ShouldBe(repr);
        PythonRepr.Kwargs(JsonElement.Parse(json)).ShouldBe(repr);
    }

    [Theory]
    [InlineData("\"x\"", "'x'")]
    [InlineData("null", "None")]
    [InlineData("[1]", "[1]")]
    public void A_result_looks_like_a_python_value(string json, string repr)
    {
        PythonRepr.Value(Encoding.UTF8.GetBytes(json)).ShouldBe(repr);
        PythonRepr.Value(JsonElement.Parse(json)).ShouldBe(repr);
    }

    [Fact]
    public void Every_text_is_the_one_that_saferepr_gives()
    {
        foreach (JsonElement example in Recordings.Lines("python-repr.jsonl.gz"))
        {
            byte[] json = Encoding.UTF8.GetBytes(example.GetProperty("json").GetString()!);
            int most = example.GetProperty("max").GetInt32();

            string repr = example.GetProperty("kind").GetString() switch
            {
                "args" => PythonRepr.Args(json, most),
                "kwargs" => PythonRepr.Kwargs(json, most),
                _ => PythonRepr.Value(json, most),
            };

            repr.ShouldBe(example.GetProperty("repr").GetString(), example.GetRawText());
        }
    }

    [Fact]
    public void Every_floating_point_number_looks_as_it_does_in_python()
    {
        Span<char> text = stackalloc char[PythonFloat.MaxLength];
        foreach (string line in Recordings.Text("python-floats.txt.gz").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            double value = BitConverter.UInt64BitsToDouble(ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

            text[..PythonFloat.Format(value, text)].ToString().ShouldBe(parts[1]);
        }
    }

    [Fact]
    public void A_huge_argument_is_cut_without_being_read_to_its_end()
    {
        byte[] json = Encoding.UTF8.GetBytes($"[1, \"{new string('é', 1_000_000)}\", 2, broken");

        string repr = PythonRepr.Args(json);

        repr.Length.ShouldBe(1 + 1 + 2 + 1020 + 5 + 5 + 1);
        repr.ShouldEndWith("...', ...)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[1,")]
    [InlineData("[NaN]")]
    public void What_is_not_json_is_refused(string json)
    {
        Should.Throw<InvalidMessageException>(() => PythonRepr.Args(Encoding.UTF8.GetBytes(json))).Part.ShouldBe("args");
        Should.Throw<InvalidMessageException>(() => PythonRepr.Kwargs(Encoding.UTF8.GetBytes(json))).Part.ShouldBe("kwargs");
        Should.Throw<InvalidMessageException>(() => PythonRepr.Value(Encoding.UTF8.GetBytes(json))).Part.ShouldBe("value");
    }

    [Fact]
    public void The_limit_is_at_least_one() => Should.Throw<ArgumentOutOfRangeException>(() => PythonRepr.Args("[1]"u8, 0));
}
