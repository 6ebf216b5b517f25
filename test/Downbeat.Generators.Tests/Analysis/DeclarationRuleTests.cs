using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Tests.Analysis;

public sealed class DeclarationRuleTests
{
    [Theory]
    [InlineData("""
        public static partial class A { [BackgroundTask("x")] public static void One() { } [BackgroundTask("y")] public static void Other() { } }
        public static partial class B { [BackgroundTask({|DB0001:"x"|})] public static void Two() { } [BackgroundTask("X")] public static void Third() { } }
        public static partial class C { [BackgroundTask({|DB0001:"x"|})] public static void Four() { } }
        """)]
    [InlineData("""public static partial class A { [BackgroundTask({|DB0002:""|})] public static void One() { } }""")]
    [InlineData("""public static partial class A { [BackgroundTask({|DB0002:"  "|})] public static void One() { } }""")]
    [InlineData("""public static partial class A { [BackgroundTask({|DB0002:"a\nb"|})] public static void One() { } }""")]
    [InlineData("""public static partial class A { [BackgroundTask({|DB0002:null!|})] public static void One() { } }""")]
    [InlineData("""public static partial class A { [BackgroundTask("ä b.c/d")] public static void One() { } }""")]
    public Task Names(string source) => Marked.CheckAsync(source);

    [Fact]
    public async Task A_name_has_at_most_200_characters()
    {
        string most = new('n', 200);
        await Marked.CheckAsync($$"""public static partial class A { [BackgroundTask("{{most}}")] public static void One() { } }""");
        await Marked.CheckAsync($$"""public static partial class A { [BackgroundTask({|DB0002:"n{{most}}"|})] public static void One() { } }""");
    }

    [Theory]
    [InlineData("""public class {|DB0003:A|} { [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public class {|DB0003:Outer|} { public partial class A { [BackgroundTask("x")] public void One() { } } public static partial class B { [BackgroundTask("y")] public static void One() { } } }""")]
    [InlineData("""public class {|DB0003:Outer|} { public class {|DB0003:A|} { [BackgroundTask("x")] public void One() { } } }""")]
    [InlineData("""public partial record {|DB0004:A|} { [BackgroundTask("x")] public void One() { } }""")]
    [InlineData("""public partial struct {|DB0004:A|} { [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public interface {|DB0004:A|} { [BackgroundTask("x")] static void One() { } }""")]
    [InlineData("""file partial class {|DB0004:A|} { [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public partial class {|DB0005:A|}<T> { [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public partial class Outer<T> { public partial class {|DB0005:A|} { [BackgroundTask("x")] public static void One() { } } }""")]
    [InlineData("""public static partial class A { [BackgroundTask("x")] public static void {|DB0005:One|}<T>() { } }""")]
    [InlineData("""public partial class A { public int {|DB0023:Definitions|} => 1; [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public partial class A { public class {|DB0023:Signatures|} { } [BackgroundTask("x")] public static void One() { } }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public static void {|DB0023:Signatures|}() { } }""")]
    public Task Types(string source) => Marked.CheckAsync(source);

    [Theory]
    [InlineData("""public interface I { void One(); } public partial class A : I { [BackgroundTask("x")] void I.{|DB0004:One|}() { } }""")]
    [InlineData("""public partial class A { public int P { [BackgroundTask("x")] {|DB0004:get|} => 1; } }""")]
    [InlineData("""public partial class A { public void M() { [BackgroundTask("x")] static void {|DB0004:Local|}() { } Local(); } }""")]
    [InlineData("""public class A { public Action M() => {|DB0004:[BackgroundTask("x")] () => { }|}; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public static void M({|DB0006:ref int x|}, {|DB0006:out int y|}, {|DB0006:in int z|}) => y = x + z; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public async void {|DB0007:M|}() => await Task.Yield(); }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public IAsyncEnumerable<int> {|DB0007:M|}() => null!; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public Task<Task> {|DB0007:M|}() => null!; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public System.Runtime.CompilerServices.YieldAwaitable {|DB0007:M|}() => default; }""")]
    [InlineData("""public partial class A { private int _x; [BackgroundTask("x")] public ref int {|DB0007:M|}() => ref _x; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public ReadOnlySpan<char> {|DB0007:M|}() => default; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public static void M(CancellationToken a, CancellationToken {|DB0017:b|}) { } }""")]
    public Task Methods(string source) => Marked.CheckAsync(source.Replace("{|DB0006:ref int x|}", "ref int {|DB0006:x|}", StringComparison.Ordinal)
        .Replace("{|DB0006:out int y|}", "out int {|DB0006:y|}", StringComparison.Ordinal).Replace("{|DB0006:in int z|}", "in int {|DB0006:z|}", StringComparison.Ordinal));

    [Theory]
    [InlineData("""public abstract partial class {|DB0008:A|} { [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public abstract partial class A { [BackgroundTask("x")] public static void M() { } }""")]
    [InlineData("""public partial class {|DB0008:A|} { private A() { } [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class {|DB0008:A|} { public A() { } public A(IFormatProvider p) { } [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class A { public A() { } [ActivatorUtilitiesConstructor] public A(IFormatProvider p) { } [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class A { public A() { } internal A(IFormatProvider p) { } [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class {|DB0008:A|}(ref int x) { [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class {|DB0008:A|} { public required int P { get; set; } [BackgroundTask("x")] public void M() { } }""")]
    [InlineData("""public partial class A { private A() { } [BackgroundTask("x")] public static void M() { } }""")]
    public Task Constructors(string source) => Marked.CheckAsync(source);

    [Theory]
    [InlineData("MaxRetries = {|DB0016:-2|}")]
    [InlineData("MaxRetries = 0")]
    [InlineData("Priority = {|DB0016:256|}")]
    [InlineData("Priority = {|DB0016:-2|}")]
    [InlineData("Priority = 255")]
    [InlineData("Queue = {|DB0016:\"\"|}")]
    [InlineData("RetryDelaySeconds = {|DB0016:-1|}")]
    [InlineData("TimeLimitSeconds = {|DB0016:double.NaN|}")]
    [InlineData("ExpiresSeconds = {|DB0016:1e300|}")]
    [InlineData("RateLimit = {|DB0013:\"10/d\"|}")]
    [InlineData("RateLimit = {|DB0013:\"\"|}")]
    [InlineData("RateLimit = \"0.5/h\"")]
    [InlineData("RetryFor = {|DB0014:new[] { typeof(int), typeof(TimeoutException) }|}")]
    [InlineData("DontRetryFor = {|DB0014:new[] { typeof(IDisposable) }|}")]
    [InlineData("SoftTimeLimitSeconds = {|DB0015:60|}, TimeLimitSeconds = 60")]
    [InlineData("SoftTimeLimitSeconds = 59, TimeLimitSeconds = 60")]
    [InlineData("SoftTimeLimitSeconds = 59")]
    public Task Options(string options) => Marked.CheckAsync($$"""public static partial class A { [BackgroundTask("x", {{options}})] public static void M() { } }""");

    [Theory]
    [InlineData("""[Periodic("0 4 * * *")]""")]
    [InlineData("""[Periodic({|DB0010:"0 4 * *"|})]""")]
    [InlineData("""[Periodic({|DB0010:"61 4 * * *"|}, TimeZone = {|DB0011:"Europe/Atlantis"|})]""")]
    [InlineData("""[Periodic("0 4 * * *", TimeZone = {|DB0011:"europe/berlin"|})]""")]
    [InlineData("""[Periodic({|DB0010:"0 0 31 2 *"|})]""")]
    [InlineData("""[Periodic(EverySeconds = {|DB0012:0.001|})]""")]
    [InlineData("""[Periodic(EverySeconds = {|DB0012:-5|})]""")]
    [InlineData("""[Periodic(Schedule = {|DB0012:"solar: noon 1 2"|})]""")]
    [InlineData("""[Periodic(Schedule = {|DB0010:"crontab: 0 25 * * * UTC"|})]""")]
    [InlineData("""[Periodic(Schedule = {|DB0011:"crontab: 0 5 * * * Nowhere"|})]""")]
    [InlineData("""[Periodic(Schedule = "clocked: 2030-01-02T03:04:05Z")]""")]
    [InlineData("""[{|DB0020:Periodic|}]""")]
    [InlineData("""[{|DB0020:Periodic("0 4 * * *", EverySeconds = 5)|}]""")]
    [InlineData("""[{|DB0020:Periodic(EverySeconds = 5, TimeZone = "Europe/Berlin")|}]""")]
    [InlineData("""[Periodic("0 4 * * *", Name = {|DB0016:" "|})]""")]
    [InlineData("""[Periodic("0 4 * * *", Kwargs = {|DB0019:"[1]"|})]""")]
    [InlineData("""[Periodic("0 4 * * *", Kwargs = {|DB0019:"{\"y\": 1}"|})]""")]
    [InlineData("""[Periodic("0 4 * * *", Kwargs = {|DB0019:"{\"x\": 1,}"|})]""")]
    [InlineData("""[Periodic("0 4 * * *", Kwargs = "{\"x\": [1, {\"a\": null}], \"\\u006f\": -1.5e3}")]""")]
    [InlineData("""[Periodic("0 4 * * *"), Periodic({|DB0021:"0 5 * * *"|})]""")]
    [InlineData("""[Periodic("0 4 * * *"), Periodic("0 5 * * *", Name = "five")]""")]
    [InlineData("""[Periodic("0 4 * * *", Name = "five"), Periodic("0 5 * * *", Name = {|DB0021:"five"|})]""")]
    public Task Periodics(string attribute)
    {
        // Without a name of its own there is none to point to but the attribute.
        string fixedUp = attribute.Replace("Periodic({|DB0021:\"0 5 * * *\"|})", "{|DB0021:Periodic(\"0 5 * * *\")|}", StringComparison.Ordinal);
        return Marked.CheckAsync($$"""public static partial class A { [BackgroundTask("x")] {{fixedUp}} public static void M(object? x = null, int o = 1) { } }""");
    }

    [Fact]
    public async Task Arguments_that_nobody_gives_are_named()
    {
        Diagnostic[] found = await Marked.CheckAsync("""
            public static partial class A
            {
                [BackgroundTask("x")]
                [{|DB0019:Periodic("0 4 * * *")|}]
                public static void M(int year, string name, IFormatProvider service, int month = 1) { }
            }
            """);

        found.ShouldHaveSingleItem().GetMessage().ShouldBe(
            "Nobody gives 'year' and 'name' when the schedule fires; put it into Kwargs, or give the parameter a default");
    }

    [Theory]
    [InlineData("""public class A { [{|DB0018:Periodic("0 4 * * *")|}] public static void M() { } }""")]
    [InlineData("""public class A { public void M() { [Periodic("0 4 * * *")] static void {|DB0018:Local|}() { } Local(); } }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public void M(int x, IFormatProvider p) { } [BackgroundTask("y")] public Task {|DB0022:MAsync|}(int y) => null!; }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public void M(string? x) { } [BackgroundTask("y")] public void {|DB0022:M|}(string x, CancellationToken t) { } }""")]
    [InlineData("""public partial class A { [BackgroundTask("x")] public void M(int x) { } [BackgroundTask("y")] public void M(int? x) { } }""")]
    public Task Others(string source) => Marked.CheckAsync(source);

    [Fact]
    public async Task A_program_without_tasks_is_not_spoken_of()
    {
        await Marked.CheckAsync("public class A { public class Definitions { } public void M() { void Local() { } Local(); } }");
    }

    [Fact]
    public async Task Duplicates_tell_who_has_the_name()
    {
        Diagnostic[] found = await Marked.CheckAsync("""
            public static partial class A { [BackgroundTask("x")] public static void One() { } [BackgroundTask({|DB0001:"x"|})] public static void Two() { } }
            """);

        found.ShouldHaveSingleItem().GetMessage().ShouldBe("The task name 'x' is taken by 'A.One'; give one of them another name");
        found[0].AdditionalLocations.ShouldHaveSingleItem();
    }
}
