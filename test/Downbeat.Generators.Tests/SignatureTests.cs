using System.Buffers;
using System.Reflection;
using System.Text;
using Downbeat.Generators.Tests.Compiling;
using Downbeat.Serialization;

namespace Downbeat.Generators.Tests;

public sealed class SignatureTests
{
    private const string Source = """
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
        public abstract record Shape;
        public sealed record Circle(double Radius) : Shape;
        internal sealed record Hidden(int X);

        public partial class Tasks
        {
            private sealed record Own(int X);

            [BackgroundTask("build")]
            public Task<Circle> BuildAsync(int year, IFormatProvider provider, string? name = null, DayOfWeek day = DayOfWeek.Friday, CancellationToken token = default) =>
                Task.FromResult(new Circle(year));

            [BackgroundTask("nothing")]
            public void Nothing() { }

            [BackgroundTask("shapes")]
            public string Shapes(Shape shape, IReadOnlyList<Shape> list, Shape[] array, List<int> numbers, string text) =>
                $"{shape} {list[0]} {array.Length} {numbers.Count} {text}";

            [BackgroundTask("async")]
            public Task Async(Shape? none) => Task.FromResult(none);

            [BackgroundTask("hidden")]
            internal void TakeHidden(Hidden hidden) { }

            [BackgroundTask("own")]
            private void TakeOwn(Own own) { }
        }

        public static class Use
        {
            public static Signature<Circle> Build() => Tasks.Signatures.Build(2026);
            public static Signature<Circle> BuildAll() => Tasks.Signatures.Build(2026, day: DayOfWeek.Monday, name: "n").After(TimeSpan.FromMinutes(5)).OnQueue("slow");
            public static Signature Nothing() => Tasks.Signatures.Nothing();
            public static Signature<string> Shapes() => Tasks.Signatures.Shapes(new Circle(1), [new Circle(2)], new[] { new Circle(3) }, [1, 2], "t");
            public static Signature Async() => Tasks.Signatures.Async(null);
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => Sample.Of(Source).Load());

    [Fact]
    public void A_signature_has_the_parameters_that_come_from_the_message_with_their_defaults()
    {
        Signature build = Sent("Build");

        build.Task.ShouldBe("build");
        build.Args.ShouldBe([2026, null, DayOfWeek.Friday]);
        build.GetType().GenericTypeArguments.ShouldHaveSingleItem().Name.ShouldBe("Circle");
        Signature all = Sent("BuildAll");
        all.Args.ShouldBe([2026, "n", DayOfWeek.Monday]);
        all.Options.Queue.ShouldBe("slow");
        Sent("Nothing").Args.ShouldBeEmpty();
        Sent("Nothing").GetType().ShouldBe(typeof(Signature));
        Sent("Async").Task.ShouldBe("async");
    }

    [Fact]
    public async Task What_a_signature_writes_the_task_reads()
    {
        Signature shapes = Sent("Shapes");
        var json = new ArrayBufferWriter<byte>();
        TaskJson.Default.WriteArgs(json, shapes.Args);
        string args = Encoding.UTF8.GetString(json.WrittenSpan);

        args.ShouldBe("""[{"$type":"circle","radius":1},[{"$type":"circle","radius":2}],[{"$type":"circle","radius":3}],[1,2],"t"]""");
        (await Run.Async(Compiled.Value.Definition("shapes"), args)).ShouldBe("\"Circle { Radius = 1 } Circle { Radius = 2 } 1 2 t\"");
    }

    [Fact]
    public void A_signature_is_as_visible_as_its_types()
    {
        Type signatures = Compiled.Value.GetType("Tasks+Signatures")!;

        signatures.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["Async", "Build", "Nothing", "Shapes"]);
        signatures.GetMethods(BindingFlags.NonPublic | BindingFlags.Static).Select(method => method.Name).ShouldBe(["TakeHidden"]);
        Compiled.Value.Definitions("Tasks").Count.ShouldBe(6);
    }

    [Fact]
    public void A_typed_value_is_written_as_its_type_by_name_too()
    {
        var json = new ArrayBufferWriter<byte>();
        TaskJson.Default.WriteKwargs(json, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = new TypedValue(new List<int> { 1 }, typeof(IReadOnlyList<int>)), ["y"] = new TypedValue(null, typeof(Uri)) });

        Encoding.UTF8.GetString(json.WrittenSpan).ShouldBe("""{"x":[1],"y":null}""");
    }

    private static Signature Sent(string method) => (Signature)Compiled.Value.GetType("Use")!.GetMethod(method)!.Invoke(null, null)!;
}
