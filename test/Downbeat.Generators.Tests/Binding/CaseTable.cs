namespace Downbeat.Generators.Tests.Binding;

/// <summary>The rules for parameters, one line each. Every way to declare a task must read this table alike.</summary>
internal static class CaseTable
{
    public const string Types = """
        public enum Color { Red, Green = 5, Blue }
        [Flags] public enum Access { None = 0, Read = 1, Write = 2, All = 3, Delete = 4 }
        public sealed record Order(int Id, string? Note = null, Color Color = Color.Red);
        public readonly record struct Point(int X, int Y);
        public struct Size { public int Width { get; set; } public int Height { get; set; } }
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
        public abstract record Shape;
        public sealed record Circle(double Radius) : Shape;
        public interface IClock { string Now { get; } }
        public sealed class Clock(string now) : IClock { public string Now { get; } = now; }
        public sealed class Plain { public string Text { get; set; } = "new"; }
        public delegate string Greeter(string name);
        public sealed class Connection : IDisposable { public string State { get; private set; } = "open"; public void Dispose() => State = "closed"; }
        """;

    public static IReadOnlyList<Case> All { get; } =
    [
        // By position and by name.
        new("int x, int y", "x - y", "[7, 2]", "{}", "5"),
        new("int x, int y", "x - y", "[]", """{"y": 2, "x": 7}""", "5"),
        new("int x, int y", "x - y", "[7]", """{"y": 2}""", "5"),
        new("int x, int y = 3", "x - y", "[7]", "{}", "4"),
        new("int x, int y = 3", "x - y", "[7, 1]", "{}", "6"),
        new("int x = 1, int y = 3", "x - y", "[]", """{"y": 9}""", "-8"),
        new("int @class, int @event = 2", "@class + @event", "[1]", "{}", "3"),
        new("", "42", "[]", "{}", "42"),

        // What does not fit.
        new("int x, int y", "x", "[7]", "{}", null, "the argument 'y' is missing"),
        new("int x", "x", "[7]", """{"x": 7}""", null, "the argument 'x' was given twice, by position and by name"),
        new("int x = 1", "x", "[7]", """{"x": 7}""", null, "given twice"),
        new("int x", "x", "[7, 8]", "{}", null, "takes 1 arguments by position, 2 were given"),
        new("", "1", "[7]", "{}", null, "takes 0 arguments by position, 1 were given"),
        new("int x", "x", "[7]", """{"z": 7}""", null, "(z) is not a parameter"),
        new("int x", "x", "[]", """{"X": 7}""", null, "the argument 'x' is missing"),
        new("int x", "x", "[\"seven\"]", "{}", null, "x: int cannot be read"),
        new("int x", "x", "[1.5]", "{}", null, "x: int cannot be read"),
        new("int x", "x", "[null]", "{}", null, "x: int cannot be read"),
        new("Order order", "order", "[[1]]", "{}", null, "order: Order cannot be read"),
        new("Color color", "color", "[\"Purple\"]", "{}", null, "color: Color cannot be read"),

        // Null, where it is allowed and where it is not.
        new("string s", "s", "[null]", "{}", null, "the argument 's' is null, and string does not allow it"),
        new("string? s", "s ?? \"none\"", "[null]", "{}", "\"none\""),
        new("string s = \"a\"", "s", "[null]", "{}", null, "the argument 's' is null"),
        new("string s = \"a\"", "s", "[]", "{}", "\"a\""),
        new("string? s = null", "s ?? \"none\"", "[]", "{}", "\"none\""),
        new("int? x", "x ?? -1", "[null]", "{}", "-1"),
        new("int? x = 4", "x ?? -1", "[]", "{}", "4"),
        new("int? x = 4", "x ?? -1", "[null]", "{}", "-1"),
        new("Color? color = Color.Blue", "color", "[]", "{}", "\"Blue\""),
        new("Order? order", "order is null", "[null]", "{}", "true"),
        new("List<int> list", "list.Count", "[null]", "{}", null, "the argument 'list' is null, and List<int> does not allow it"),

        // Values.
        new("bool x", "!x", "[true]", "{}", "false"),
        new("long x", "x", "[9007199254740993]", "{}", "9007199254740993"),
        new("double x", "x", "[1.25]", "{}", "1.25"),
        new("decimal x", "x", "[\"12.30\"]", "{}", "\"12.30\""),
        new("char x", "x", "[\"a\"]", "{}", "\"a\""),
        new("byte[] x", "x.Length", "[\"AQID\"]", "{}", "3"),
        new("Guid x", "x", "[\"12345678123456781234567812345678\"]", "{}", "\"12345678-1234-5678-1234-567812345678\""),
        new("DateTimeOffset x", "x.AddDays(1)", "[\"2030-01-02T03:04:05+02:00\"]", "{}", "\"2030-01-03T03:04:05+02:00\""),
        new("DateOnly x", "x", "[\"2030-01-02\"]", "{}", "\"2030-01-02T00:00:00\""),
        new("TimeSpan x", "x * 2", "[1.5]", "{}", "3"),
        new("Uri x", "x.Host", "[\"http://a.example/b\"]", "{}", "\"a.example\""),
        new("Color color", "color", "[\"Green\"]", "{}", "\"Green\""),
        new("Access access", "access", "[\"Read, Delete\"]", "{}", "\"Read, Delete\""),
        new("Order order", "order with { Id = order.Id + 1 }", "[{\"id\": 1, \"note\": \"n\"}]", "{}", "{\"id\":2,\"note\":\"n\",\"color\":\"Red\"}"),
        new("Point point", "point.X + point.Y", "[{\"x\": 1, \"y\": 2}]", "{}", "3"),
        new("Point? point", "point is null", "[null]", "{}", "true"),
        new("Size size = default", "size.Width", "[]", "{}", "0"),
        new("Size size", "size.Width * size.Height", "[{\"width\": 3, \"height\": 4}]", "{}", "12"),
        new("Shape shape", "((Circle)shape).Radius", "[{\"$type\": \"circle\", \"radius\": 2.5}]", "{}", "2.5"),
        new("object x", "x", "[{\"a\": [1]}]", "{}", "{\"a\":[1]}"),
        new("System.Text.Json.JsonElement x", "x.GetArrayLength()", "[[1, 2]]", "{}", "2"),
        new("System.Text.Json.JsonDocument x", "x.RootElement.GetArrayLength()", "[[1, 2]]", "{}", "2"),

        // Collections, whose interfaces are no services.
        new("int[] x", "x.Sum()", "[[1, 2, 3]]", "{}", "6"),
        new("int[][] x", "x.Length", "[[[1], [2]]]", "{}", "2"),
        new("List<Order> x", "x[1].Id", "[[{\"id\": 1}, {\"id\": 2}]]", "{}", "2"),
        new("IEnumerable<int> x", "x.Sum()", "[[1, 2, 3]]", "{}", "6"),
        new("IReadOnlyList<string> x", "x.Count", "[[\"a\"]]", "{}", "1"),
        new("IDictionary<string, int> x", "x[\"a\"]", "[{\"a\": 7}]", "{}", "7"),
        new("IReadOnlyDictionary<string, List<Point>> x", "x[\"a\"][0].Y", "[{\"a\": [{\"x\": 1, \"y\": 2}]}]", "{}", "2"),
        new("HashSet<Color> x", "x.Count", "[[\"Red\", \"Red\", \"Blue\"]]", "{}", "2"),
        new("ISet<int> x", "x.Count", "[[1, 1]]", "{}", "1"),
        new("System.Collections.Immutable.IImmutableList<int> x", "x.Count", "[[1, 1]]", "{}", "2"),

        // Defaults of every kind.
        new("Color color = Color.Green", "color", "[]", "{}", "\"Green\""),
        new("Access access = Access.Read | Access.Delete", "access", "[]", "{}", "\"Read, Delete\""),
        new("Color color = (Color)77", "color", "[]", "{}", "77"),
        new("double x = -1.5e-7, float y = 0.1f, decimal z = 2.50m", "$\"{x} {y} {z}\"", "[]", "{}", "\"-1.5E-07 0.1 2.50\""),
        new("long x = long.MinValue, ulong y = ulong.MaxValue, byte z = 7", "$\"{x} {y} {z}\"", "[]", "{}", "\"-9223372036854775808 18446744073709551615 7\""),
        new("char x = '\\'', string y = \"a\\\"\\\\\\n\\u0001ü\"", "$\"{x}{y}\"", "[]", "{}", "\"'a\\\"\\\\\\n\\u0001ü\""),
        new("Guid x = default, DateTimeOffset y = default, TimeSpan z = default", "x == Guid.Empty && y == default && z == default", "[]", "{}", "true"),
        new("DateOnly x = default, TimeOnly y = default, DateTime z = default", "x == default && y == default && z == default", "[]", "{}", "true"),
        new("bool x = true, int? y = null, Point? z = null", "x && y is null && z is null", "[]", "{}", "true"),

        // Services, the context and the token, which take no place among the arguments.
        new("int x, IClock clock, int y", "$\"{x} {clock.Now} {y}\"", "[1, 2]", "{}", "\"1 noon 2\""),
        new("[FromServices] Plain plain", "plain.Text", "[]", "{}", "\"registered\""),
        new("Plain plain", "plain.Text", "[{\"text\": \"sent\"}]", "{}", "\"sent\""),
        new("[FromKeyedServices(\"night\")] IClock clock, IClock other", "clock.Now + other.Now", "[]", "{}", "\"midnightnoon\""),
        new("[FromKeyedServices(Color.Blue)] IClock clock", "clock.Now", "[]", "{}", "\"blue hour\""),
        new("Greeter greet", "greet(\"you\")", "[]", "{}", "\"hello you\""),
        new("Connection connection", "connection.State", "[]", "{}", "\"open\""),
        new("ILogger<Order> log", "log is not null", "[]", "{}", "true"),
        new("ILogger log", "log is not null", "[]", "{}", "true"),
        new("IServiceProvider services", "services.GetRequiredService<IClock>().Now", "[]", "{}", "\"noon\""),
        new("[FromServices] IEnumerable<IClock> clocks", "clocks.Count()", "[]", "{}", "1"),
        new("IFormatProvider? missing", "missing is null", "[]", "{}", "true"),
        new("IFormatProvider? missing = null", "missing is null", "[]", "{}", "true"),
        new("[FromKeyedServices(\"no\")] IClock? clock", "clock is null", "[]", "{}", "true"),
        new("IFormatProvider missing", "1", "[]", "{}", null, "'missing' is a service, IFormatProvider, that is not registered"),
        new("[FromKeyedServices(\"no\")] IClock clock", "1", "[]", "{}", null, "'clock' is a service, IClock with the key 'no', that is not registered"),
        new("int x, IFormatProvider missing", "1", "[]", "{}", null, "the argument 'x' is missing"),
        new("TaskContext context, int x", "context.TaskId + x", "[1]", "{}", "\"id-11\""),
        new("TaskContext? context = null", "context!.Attempt", "[]", "{}", "1"),
        new("int x, CancellationToken token = default", "token.CanBeCanceled", "[1]", "{}", "true"),

        // What comes back.
        new("int x", "x", "[1]", "{}", "1") { Returns = "int" },
        new("int x", "Task.FromResult(x)", "[1]", "{}", "1") { Returns = "Task<int>" },
        new("int x", "new ValueTask<Point>(new Point(x, 2))", "[1]", "{}", "{\"x\":1,\"y\":2}") { Returns = "ValueTask<Point>" },
        new("int x", "Task.CompletedTask", "[1]", "{}", "") { Returns = "Task" },
        new("int x", "ValueTask.CompletedTask", "[1]", "{}", "") { Returns = "ValueTask" },
        new("int x", "x.ToString()", "[1]", "{}", "") { Returns = "void" },
        new("int x", "x > 5 ? \"large\" : null", "[1]", "{}", "null") { Returns = "string?" },
        new("int x", "Task.FromResult<Order?>(null)", "[1]", "{}", "null") { Returns = "Task<Order?>" },
        new("int x", "new List<Shape> { new Circle(x) }", "[1]", "{}", "[{\"$type\":\"circle\",\"radius\":1}]") { Returns = "List<Shape>" },
        new("int x", "throw new InvalidOperationException(\"own \" + x)", "[1]", "{}", null, "own 1") { Returns = "int" },
        new("int x", "Task.FromException<int>(new InvalidOperationException(\"own \" + x))", "[1]", "{}", null, "own 1") { Returns = "Task<int>" },
    ];
}
