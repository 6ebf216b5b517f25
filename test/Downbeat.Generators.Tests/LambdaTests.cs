using System.Linq.Expressions;
using System.Reflection;
using Downbeat.Generators.Tests.Compiling;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Generators.Tests;

public sealed class LambdaTests
{
    private const string Source = """
        public static class Helpers
        {
            public static int Triple(this int x) => 3 * x;
            public static int Twice(int x, int times = 2) => x * times;
            public static T Same<T>(T value) => value;
            private static string Hidden(int x) => "hidden " + x;
            public static Delegate Private => Hidden;
        }

        public partial class Some { [BackgroundTask("some")] public void Run() { } }

        public sealed class Counter
        {
            private int _count;
            public int Next(int by = 1) => _count += by;
            public static async void Forget() => await Task.Yield();
            private sealed record Own(int X);
            public void AddOwn(Downbeat.Hosting.IDownbeatBuilder builder) => builder.AddTask("own type", (Own own) => own.X);
        }

        public static class Program
        {
            public static void Add(Downbeat.Hosting.IDownbeatBuilder builder)
            {
                int calls = 0;
                var counter = new Counter();
                builder.AddTask("closure", (int x) => x + ++calls);
                builder.AddTask("static", static (int x) => x);
                builder.AddTask("async", async (int x) => { await Task.Yield(); return x; });
                builder.AddTask("async nothing", async (int x) => { await Task.Yield(); });
                builder.AddTask("method", Helpers.Twice);
                builder.AddTask("generic method", Helpers.Same<int>);
                builder.AddTask("instance method", counter.Next);
                builder.AddTask("nothing", () => { });
                builder.AddTask("named", handler: (string a) => a, configure: options => options.Queue = "slow");
                builder?.AddTask("conditional", () => 1);
                DelegateTaskExtensions.AddTask(builder!, "called plainly", (int x) => x);
                builder!.AddTask("chained", () => 2).Every(TimeSpan.FromSeconds(10)).AddTask("chain's end", () => 3);
                builder!.AddTasks<Some>().AddTask("after a class", () => 4);
                builder!.AddDeclaredTasks().AddTask("after all classes", () => 5).AddTask("and on", () => 6);
                builder!.AddTask("delegate type", (Func<int, long>)(x => x));
                builder!.AddTask("many defaults", (int a = 1, string? b = null, DayOfWeek? c = DayOfWeek.Friday, double d = 2.5, char e = 'e', CancellationToken f = default) => $"{a}{b}{c}{d}{e}");
            }

            public static void AddUnspeakable(Downbeat.Hosting.IDownbeatBuilder builder)
            {
                Delegate variable = (int x) => x;
                Func<int, int> function = x => x;
                builder.AddTask("variable", variable);
                builder.AddTask("function", function);
                builder.AddTask("private method", Helpers.Private);
                builder.AddTask("anonymous result", () => new { A = 1 });
                builder.AddTask("params", (int x, params int[] rest) => x + rest.Length);
                new Counter().AddOwn(builder);
                AddGeneric<int>(builder);
            }

            private static void AddGeneric<T>(Downbeat.Hosting.IDownbeatBuilder builder) => builder.AddTask("generic", (T value) => value);
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => Sample.Of(Source).Load());
    private static readonly Lazy<Assembly> Reflected = new(() => Sample.Of(Source, intercepts: false).Load());

    public static TheoryData<string, string, string> Calls => new()
    {
        { "closure", "[4]", "5" },
        { "static", "[4]", "4" },
        { "async", "[4]", "4" },
        { "async nothing", "[4]", "" },
        { "method", "[4]", "8" },
        { "generic method", "[4]", "4" },
        { "instance method", "[]", "1" },
        { "nothing", "[]", "" },
        { "named", "[\"a\"]", "\"a\"" },
        { "conditional", "[]", "1" },
        { "called plainly", "[4]", "4" },
        { "chained", "[]", "2" },
        { "chain's end", "[]", "3" },
        { "after a class", "[]", "4" },
        { "after all classes", "[]", "5" },
        { "and on", "[]", "6" },
        { "delegate type", "[4]", "4" },
        { "many defaults", "[]", "\"1Friday2.5e\"" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_is_replaced_runs(string task, string args, string result)
    {
        TaskDefinition definition = Registered(Compiled.Value, "Add").Single(each => each.Name == task);

        definition.DeclaredBy!.ShouldContain("Sample.cs, line ");
        (await Run.Async(definition, args)).ShouldBe(result);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_is_not_replaced_runs(string task, string args, string result)
    {
        TaskDefinition definition = Registered(Reflected.Value, "Add").Single(each => each.Name == task);

        definition.DeclaredBy!.ShouldNotContain("Sample.cs");
        (await Run.Async(definition, args)).ShouldBe(result);
    }

    [Theory]
    [InlineData("variable", "[4]", "4")]
    [InlineData("function", "[4]", "4")]
    [InlineData("private method", "[4]", "\"hidden 4\"")]
    [InlineData("anonymous result", "[]", "{\"a\":1}")]
    [InlineData("params", "[4, [1, 2]]", "6")]
    [InlineData("own type", "[{\"x\": 4}]", "4")]
    [InlineData("generic", "[4]", "4")]
    public async Task What_generated_code_cannot_name_is_reflected(string task, string args, string result)
    {
        TaskDefinition definition = Registered(Compiled.Value, "AddUnspeakable").Single(each => each.Name == task);

        definition.DeclaredBy!.ShouldNotContain("Sample.cs");
        (await Run.Async(definition, args)).ShouldBe(result);
    }

    [Fact]
    public void Options_and_schedules_of_a_lambda_arrive()
    {
        TaskDefinition[] definitions = Registered(Compiled.Value, "Add");

        definitions.Single(each => each.Name == "named").Options.Queue.ShouldBe("slow");
        definitions.Single(each => each.Name == "chained").Periodics.ShouldHaveSingleItem().Task.Schedule.ShouldBe(Schedule.Every(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Delegates_that_no_compiler_made_run()
    {
        MethodInfo triple = Compiled.Value.GetType("Helpers")!.GetMethod("Triple")!;
        Delegate closed = Delegate.CreateDelegate(typeof(Func<int>), null, typeof(LambdaTests).GetMethod(nameof(Four), BindingFlags.Static | BindingFlags.NonPublic)!);
        Delegate bound = Delegate.CreateDelegate(typeof(Func<int, string>), "text", typeof(LambdaTests).GetMethod(nameof(Join), BindingFlags.Static | BindingFlags.NonPublic)!);
        ParameterExpression x = Expression.Parameter(typeof(int), "x");
        Delegate expression = Expression.Lambda<Func<int, int>>(Expression.Add(x, Expression.Constant(1)), x).Compile();

        (await Run.Async(Reflect(closed))).ShouldBe("4");
        (await Run.Async(Reflect(bound), "[]", "{\"count\": 2}")).ShouldBe("\"text2\"");
        (await Run.Async(Reflect(Delegate.CreateDelegate(typeof(Func<int, int>), triple)), "[2]")).ShouldBe("6");
        Refusal(expression).ShouldContain("t: 'Func<int, int>' is not allowed");
    }

    [Fact]
    public void What_cannot_be_a_task_is_refused_when_it_is_added()
    {
        MethodInfo forget = Compiled.Value.GetType("Counter")!.GetMethod("Forget")!;
        Refusal((ref int x) => { }).ShouldBe("t, parameter x: 'Int32&' is not allowed; allowed: parameters by value: take it without ref, out or in");
        Refusal((Stream body) => { }).ShouldContain("t, parameter body: 'Stream' is not allowed; allowed: types that JSON can hold; a service is marked [FromServices]");
        Refusal((IAsyncEnumerable<int> x) => { }).ShouldContain("parameter x: 'IAsyncEnumerable<int>'");
        Refusal((ReadOnlySpan<char> x) => { }).ShouldContain("an array or a list in place of a span");
        Refusal((CancellationToken a, CancellationToken b) => { }).ShouldContain("t: 'several cancellation tokens' is not allowed; allowed: one");
        Refusal(() => Empty()).ShouldContain("t, return type: 'IAsyncEnumerable<int>' is not allowed; allowed: void, a value, Task");
        Refusal(() => Task.FromResult(Task.CompletedTask)).ShouldContain("return type");
        Refusal(Delegate.CreateDelegate(typeof(Action), forget)).ShouldContain("nobody can wait for async void");
        Refusal((Action)Nothing + Nothing).ShouldContain("a delegate with one method");
        Refusal(Delegate.CreateDelegate(typeof(Action<string>), typeof(LambdaTests).GetMethod(nameof(Take), BindingFlags.Static | BindingFlags.NonPublic)!))
            .ShouldContain("a delegate that has the method's own types");
        Should.Throw<InvalidValueException>(() => Reflect(Nothing, "")).Field.ShouldBe("task");
        Should.Throw<ArgumentNullException>(() => new ServiceCollection().AddDownbeat().AddTask("t", (Delegate)null!));
    }

    private static string Refusal(Delegate handler) => Should.Throw<InvalidValueException>(() => Reflect(handler)).Message;

    private static TaskDefinition Reflect(Delegate handler, string name = "t") => Run.Registered(builder => builder.AddTask(name, handler)).Single();

    private static TaskDefinition[] Registered(Assembly assembly, string method) =>
        Run.Registered(builder => assembly.GetType("Program")!.GetMethod(method)!.Invoke(null, [builder]));

    private static int Four() => 4;

    private static string Join(string text, int count) => text + count;

    private static void Take(object value) => _ = value;

    private static void Nothing()
    {
        // There is nothing to do.
    }

    private static async IAsyncEnumerable<int> Empty()
    {
        await Task.Yield();
        yield break;
    }
}
