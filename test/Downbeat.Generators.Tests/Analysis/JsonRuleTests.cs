using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Tests.Analysis;

public sealed class JsonRuleTests
{
    private const string Types = """
        #nullable enable
        public sealed record Order(int Id, string? Note, List<Line> Lines, Dictionary<DayOfWeek, Line> ByDay);
        public sealed record Line(decimal Amount, Order? Order = null);
        public sealed class WithStream { public string Name { get; set; } = ""; public System.IO.Stream? Body { get; set; } }
        public sealed class Deep { public List<WithStream> Parts { get; } = []; public WithStream? Part { get; init; } }
        public sealed class Ignoring { [System.Text.Json.Serialization.JsonIgnore] public Type? Type { get; set; } public Type? Computed => Type; }
        public sealed class Ignored { [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] public Type? Type { get; set; } }
        public sealed class Converted { [System.Text.Json.Serialization.JsonConverter(typeof(object))] public Type? Type { get; set; } }
        [System.Text.Json.Serialization.JsonConverter(typeof(object))] public abstract class OwnForm { }
        public interface IShape { double Area { get; } }
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Square), "square")] public abstract class Known { }
        public sealed class Square : Known { }
        public abstract class Unknown { public int X { get; set; } }
        public sealed class Service(IFormatProvider provider) { public string Name => provider.ToString()!; }
        public sealed class TwoWays { public TwoWays(int x) { X = x; } public TwoWays(string y) { } public int X { get; } }
        public sealed class Marked { public Marked(string y) { } [System.Text.Json.Serialization.JsonConstructor] public Marked(int x) { X = x; } public int X { get; } }
        public sealed class NoWay { private NoWay() { } }
        public class WithShape { public IShape? Shape { get; set; } }
        public sealed class Inherits : WithStream2 { }
        public class WithStream2 { public System.IO.Stream? Body { get; set; } }
        public sealed class KeyedByOrder { public Dictionary<Order, int>? Map { get; set; } }

        """;

    [Theory]
    [InlineData("Order")]
    [InlineData("List<Order?>?")]
    [InlineData("Dictionary<string, Order[]>")]
    [InlineData("Ignoring")]
    [InlineData("Converted")]
    [InlineData("OwnForm")]
    [InlineData("Known")]
    [InlineData("Marked")]
    [InlineData("object")]
    [InlineData("dynamic")]
    [InlineData("System.Text.Json.Nodes.JsonObject")]
    [InlineData("System.Text.Json.JsonElement")]
    [InlineData("ReadOnlyMemory<byte>")]
    [InlineData("KeyValuePair<string, int>")]
    [InlineData("System.Numerics.BigInteger")]
    [InlineData("Version")]
    [InlineData("Queue<int>")]
    [InlineData("System.Collections.IEnumerable")]
    [InlineData("Func<int>")]
    [InlineData("IShape")]
    [InlineData("[FromServices] System.IO.Stream")]
    [InlineData("[FromServices] Service")]
    [InlineData("[FromKeyedServices(1)] Service")]
    public Task These_parameters_are_taken(string type) => CheckAsync($"{type} x");

    [Theory]
    [InlineData("System.IO.Stream", "Stream is a stream; send the bytes, or where they are")]
    [InlineData("System.IO.FileStream", "FileStream is a stream")]
    [InlineData("Type", "Type is a type of this program; send its name")]
    [InlineData("System.Reflection.MethodInfo", "MethodInfo is a piece of this program")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>>", "is an expression, and code does not travel")]
    [InlineData("CancellationTokenSource", "take a CancellationToken")]
    [InlineData("CancellationToken?", "CancellationToken? is a token of this process")]
    [InlineData("IntPtr", "is a handle of this process")]
    [InlineData("nuint", "nuint is a handle of this process")]
    [InlineData("Task<int>", "Task<int> is work in this process")]
    [InlineData("ValueTask", "ValueTask is work in this process")]
    [InlineData("Exception", "Exception is an exception; send its message")]
    [InlineData("ArgumentException", "ArgumentException is an exception")]
    [InlineData("List<Action>", "List<Action> is a delegate, and code does not travel")]
    [InlineData("(int X, int Y)", "is a tuple, whose members JSON leaves out; use a record")]
    [InlineData("ValueTuple<int>", "is a tuple")]
    [InlineData("int[,]", "int[,] is an array with several dimensions; take an array of arrays")]
    [InlineData("IAsyncEnumerable<int>", "is an asynchronous sequence; take a list")]
    [InlineData("Span<int>", "Span<int> is a view of memory that lives on the stack; take an array")]
    [InlineData("int*", "int* is a pointer into this process")]
    [InlineData("delegate*<void>", "is a pointer into this process")]
    [InlineData("Dictionary<Order, int>", "has keys of the type Order, and JSON's keys are texts")]
    [InlineData("IEnumerable<IShape>", "IEnumerable<IShape> is an interface, and JSON does not say what to make of it")]
    [InlineData("Unknown", "Unknown is abstract, and JSON does not say what to make of it; name its classes with [JsonDerivedType]")]
    [InlineData("WithStream", "WithStream.Body is a stream")]
    [InlineData("Deep", "Deep.Part.Body is a stream")]
    [InlineData("Dictionary<string, Deep[]>", ".Part.Body is a stream")]
    [InlineData("Ignored", "Ignored.Type is a type of this program")]
    [InlineData("WithShape", "WithShape.Shape is an interface")]
    [InlineData("Inherits", "Inherits.Body is a stream")]
    [InlineData("KeyedByOrder", "KeyedByOrder.Map has keys of the type Order")]
    [InlineData("Service", "Service is made with 'provider', which is none of its properties; if it is a service, mark the parameter with [FromServices]")]
    [InlineData("TwoWays", "TwoWays has several public constructors; mark one with [JsonConstructor]")]
    [InlineData("NoWay", "NoWay has no public constructor for the serializer to call")]
    public async Task These_parameters_are_refused(string type, string message)
    {
        Diagnostic found = (await CheckAsync($"{type} {{|DB0009:x|}}")).ShouldHaveSingleItem();

        found.GetMessage().ShouldContain("The parameter 'x'");
        found.GetMessage().ShouldContain(message);
    }

    [Theory]
    [InlineData("Order", null)]
    [InlineData("Unknown", null)]
    [InlineData("IShape", null)]
    [InlineData("Task<Service>", null)]
    [InlineData("NoWay", null)]
    [InlineData("Task<Ignoring>", "Ignoring.Computed is a type of this program")]
    [InlineData("System.IO.Stream", "The result of the task 'x' cannot be JSON: Stream is a stream")]
    [InlineData("ValueTask<Deep>", "Deep.Parts.Body is a stream")]
    [InlineData("Action", "Action is a delegate")]
    [InlineData("Task<(int, int)>", "is a tuple")]
    public async Task Results_need_only_be_written(string type, string? message)
    {
        string method = message is null ? "M" : "{|DB0009:M|}";
        Diagnostic[] found = await Analysis.Marked.CheckAsync($$"""{{Types}}public static partial class A { [BackgroundTask("x")] public static {{type}} {{method}}() => default!; }""");

        found.Length.ShouldBe(message is null ? 0 : 1);
        found.ShouldAllBe(each => each.GetMessage(null).Contains(message!));
    }

    [Fact]
    public async Task Lambdas_are_read_by_the_same_rules()
    {
        await Analysis.Marked.CheckAsync(Types + """
            public static class Program
            {
                public static void Add(Downbeat.Hosting.IDownbeatBuilder builder)
                {
                    builder.AddTask("fine", (int x, IShape service, Order order) => order);
                    builder.AddTask({|DB0002:""|}, () => { });
                    builder.AddTask("a", (Deep {|DB0009:deep|}) => 1);
                    builder.AddTask("b", {|DB0009:() => (1, 2)|});
                    builder.AddTask("c", (CancellationToken a, CancellationToken {|DB0017:b|}) => 1);
                    builder.AddTask("d", (ref int {|DB0006:x|}) => { });
                    builder.AddTask("e", {|DB0007:Forget|});
                    builder.AddTask("f", {|DB0009:Take|});
                    builder.AddTask("g", Marked);
                    builder.AddTask("h", (Span<char> {|DB0009:x|}) => { });
                }

                private static async void Forget() => await Task.Yield();

                private static void Take(int y, Type x) { }

                [BackgroundTask("marked")]
                private static void Marked(Type {|DB0009:x|}) { }
            }
            """.Replace("public static class Program", "public static partial class Program", StringComparison.Ordinal).Replace("{|DB0009:Take|}", "Take", StringComparison.Ordinal)
            .Replace("Take(int y, Type x)", "Take(int y, Type {|DB0009:x|})", StringComparison.Ordinal));
    }

    private static Task<Diagnostic[]> CheckAsync(string parameter)
    {
        return Analysis.Marked.CheckAsync($$"""{{Types}}public static unsafe partial class A { [BackgroundTask("x")] public static void M({{parameter}}) { } }""");
    }
}
