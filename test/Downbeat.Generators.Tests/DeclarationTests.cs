using System.Reflection;
using System.Text.Json;
using Downbeat.Generators.Tests.Compiling;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Generators.Tests;

public sealed class DeclarationTests
{
    [Fact]
    public void Options_that_are_set_arrive_and_others_keep_their_defaults()
    {
        Assembly assembly = Sample.Of("""
            public static partial class Tasks
            {
                [BackgroundTask("all", Queue = "slow", Priority = 7, MaxRetries = 4, RetryDelaySeconds = 0.5, RetryMaxDelaySeconds = 90, RetryJitter = false,
                    RetryFor = new[] { typeof(TimeoutException) }, DontRetryFor = new[] { typeof(ArgumentException), typeof(InvalidOperationException) },
                    SoftTimeLimitSeconds = 1.29, TimeLimitSeconds = 60, RateLimit = "100/m", IgnoreResult = true, AcknowledgeEarly = true,
                    ExpiresSeconds = 3600, ResultKeepSeconds = 86400)]
                public static void All() { }

                [BackgroundTask("none")]
                public static void None() { }

                [BackgroundTask("as if unset", Priority = -1, MaxRetries = -1, TimeLimitSeconds = 0)]
                public static void AsIfUnset() { }
            }
            """).Load();

        TaskOptions all = assembly.Definition("all").Options;
        all.Validate();
        all.Queue.ShouldBe("slow");
        all.Priority.ShouldBe(7);
        all.Retry.MaxRetries.ShouldBe(4);
        all.Retry.Delay.ShouldBe(TimeSpan.FromMilliseconds(500));
        all.Retry.MaxDelay.ShouldBe(TimeSpan.FromSeconds(90));
        all.Retry.Jitter.ShouldBeFalse();
        all.Retry.RetryFor.ShouldBe([typeof(TimeoutException)]);
        all.Retry.DontRetryFor.ShouldBe([typeof(ArgumentException), typeof(InvalidOperationException)]);
        all.SoftTimeLimit.ShouldBe(TimeSpan.FromMilliseconds(1290));
        all.TimeLimit.ShouldBe(TimeSpan.FromMinutes(1));
        all.RateLimit.ShouldBe(RateLimit.Parse("100/m"));
        all.IgnoreResult.ShouldBeTrue();
        all.Acknowledgement.ShouldBe(Acknowledgement.Early);
        all.Expires.ShouldBe(TimeSpan.FromHours(1));
        all.ResultKeep.ShouldBe(TimeSpan.FromDays(1));
        foreach (string name in new[] { "none", "as if unset" })
        {
            assembly.Definition(name).Options.ShouldBeEquivalentTo(new TaskOptions());
        }
    }

    [Fact]
    public void Periodic_tasks_come_along()
    {
        Assembly assembly = Sample.Of("""
            public static partial class Tasks
            {
                [BackgroundTask("report")]
                [Periodic("0 4 * * *", TimeZone = "Europe/Berlin", Kwargs = "{\"year\": 2026}")]
                [Periodic("30 5 * * mon", Name = "weekly")]
                [Periodic(EverySeconds = 0.29, Name = "often")]
                [Periodic(Schedule = "solar: sunset 52.5 13.4", Name = "at dusk")]
                public static void Report(int year = 2000) { }
            }
            """).Load();

        IReadOnlyList<PeriodicDeclaration> periodics = assembly.Definition("report").Periodics;
        periodics.Select(periodic => periodic.Key).ShouldBe(["report", "weekly", "often", "at dusk"]);
        periodics.Select(periodic => periodic.Task.Name).ShouldBe(["report", "weekly", "often", "at dusk"]);
        periodics.ShouldAllBe(periodic => periodic.Task.Task == "report");
        periodics.Select(periodic => periodic.Task.Schedule).ShouldBe(
        [
            Schedule.Crontab("0 4 * * *", "Europe/Berlin"),
            Schedule.Crontab("30 5 * * mon"),
            Schedule.Every(TimeSpan.FromMilliseconds(290)),
            Schedule.Solar(SolarEvent.Sunset, 52.5, 13.4),
        ]);
        periodics[0].Task.Kwargs.ToJsonString().ShouldBe("{\"year\":2026}");
        periodics[1].Task.Kwargs.ShouldBeEmpty();
        periodics.ShouldAllBe(periodic => IsAllowed(periodic.Task));
    }

    [Fact]
    public async Task An_instance_is_made_with_the_services_of_the_run_and_disposed_after_it()
    {
        Assembly assembly = Sample.Of("""
            public sealed class Log : List<string> { }
            public sealed class Scoped { public Guid Id { get; } = Guid.NewGuid(); }
            public interface IGreeting { string Text { get; } }

            public sealed partial class Tasks(Log log, Scoped scoped, [FromKeyedServices(3)] Log other, TaskContext context, CancellationToken token, IGreeting? none = null)
                : IAsyncDisposable
            {
                [BackgroundTask("asynchronous")]
                private async ValueTask<bool> RunAsync([FromServices] Scoped same, int count)
                {
                    log.Add("run");
                    await Task.Yield();
                    log.Add($"{count} {context.TaskName} {token.CanBeCanceled} {none is null} {other.Count}");
                    return ReferenceEquals(same, scoped);
                }

                [BackgroundTask("failing")]
                public void Fail() => throw new InvalidOperationException("own");

                public ValueTask DisposeAsync() { log.Add("disposed"); return default; }
            }

            public sealed partial class Plain : IDisposable
            {
                public static int Disposed;

                [BackgroundTask("synchronous")]
                public int Count() => Disposed;

                void IDisposable.Dispose() => Disposed++;
            }
            """).Load();
        Type type = assembly.GetType("Log")!;
        var log = (List<string>)Activator.CreateInstance(type)!;
        void Services(IServiceCollection services) => services
            .AddSingleton(type, log).AddKeyedSingleton(type, 3, Activator.CreateInstance(type)!).AddScoped(assembly.GetType("Scoped")!);

        (await Run.Async(assembly.Definition("asynchronous"), "[5]", services: Services)).ShouldBe("true");
        log.ShouldBe(["run", "5 asynchronous True True 0", "disposed"]);

        (await Should.ThrowAsync<InvalidOperationException>(() => Run.Async(assembly.Definition("failing"), services: Services))).Message.ShouldBe("own");
        log.ShouldBe(["run", "5 asynchronous True True 0", "disposed", "disposed"]);

        // What the sender did wrong is told before anything is made.
        await Should.ThrowAsync<TaskArgumentException>(() => Run.Async(assembly.Definition("asynchronous"), "[1, 2]", services: Services));
        log.Count.ShouldBe(4);
        (await Should.ThrowAsync<MissingServiceException>(() => Run.Async(assembly.Definition("asynchronous"), "[1]"))).Message.ShouldStartWith(
            "asynchronous: 'log' is a service, Log, that is not registered; register it");

        (await Run.Async(assembly.Definition("synchronous", "Plain"))).ShouldBe("0");
        (await Run.Async(assembly.Definition("synchronous", "Plain"))).ShouldBe("1");
    }

    [Fact]
    public async Task Nested_classes_overloads_and_keywords_as_names_work()
    {
        Assembly assembly = Sample.Of("""
            namespace My.@event
            {
                public partial struct Outer
                {
                    internal partial record Middle
                    {
                        private partial interface IInner
                        {
                            internal partial class @class
                            {
                                [BackgroundTask("one")]
                                public static int @for(int @if) => @if;

                                [BackgroundTask("two")]
                                public static string @for(string @if) => @if;

                                public static object?[] Sent() => [Signatures.@for(1).Task, Signatures.@for("a").Args[0]];
                            }
                        }
                    }
                }
            }
            """).Load();

        const string Type = "My.event.Outer+Middle+IInner+class";
        (await Run.Async(assembly.Definition("one", Type), "[4]")).ShouldBe("4");
        (await Run.Async(assembly.Definition("two", Type), "[]", "{\"if\": \"b\"}")).ShouldBe("\"b\"");
        assembly.GetType(Type)!.GetMethod("Sent")!.Invoke(null, null).ShouldBe(new object[] { "one", "a" });
        assembly.Definition("one", Type).DeclaredBy.ShouldBe("Outer.Middle.IInner.class.for");
    }

    [Fact]
    public void Everything_an_assembly_declares_is_added_at_once()
    {
        Assembly assembly = Sample.Of("""
            public static partial class One { [BackgroundTask("one")] public static void Run() { } }
            public partial class Two { [BackgroundTask("two")] public void Run() { } }
            public partial class Outer
            {
                internal static partial class Three { [BackgroundTask("three")] public static void Run() { } }
                private static partial class Four { [BackgroundTask("four")] public static void Run() { } }
            }
            public static class Program
            {
                public static void Add(Downbeat.Hosting.IDownbeatBuilder builder) => builder.AddDeclaredTasks();
                public static void AddOne(Downbeat.Hosting.IDownbeatBuilder builder) => builder.AddTasks<Two>();
            }
            """).Load();

        Names("Add").ShouldBe(["one", "two", "three"]);
        Names("AddOne").ShouldBe(["two"]);

        IEnumerable<string> Names(string method) =>
            Run.Registered(builder => assembly.GetType("Program")!.GetMethod(method)!.Invoke(null, [builder])).Select(definition => definition.Name);
    }

    [Fact]
    public void Code_without_nullable_annotations_compiles()
    {
        Assembly assembly = Sample.Of("""
            #nullable disable
            public partial class Tasks
            {
                public Tasks(IFormatProvider provider = null) { }
                [BackgroundTask("old")]
                public string Run(string text = null, List<string> list = null, int? x = null, IFormatProvider provider = null) => text;
            }
            """).Load();

        assembly.Definition("old").Parameters.Select(parameter => parameter.Default).ShouldBe(["null", "null", "null"]);
    }

    [Fact]
    public void A_class_whose_base_class_has_tasks_has_its_own()
    {
        Assembly assembly = Sample.Of("""
            public partial class Base { [BackgroundTask("base")] public void Run() { } }
            public partial class Tasks : Base { [BackgroundTask("own")] public new void Run() { } }
            """).Load();

        assembly.Definitions("Tasks").Select(definition => definition.Name).ShouldBe(["own"]);
        assembly.Definitions("Base").Select(definition => definition.Name).ShouldBe(["base"]);
    }

    [Fact]
    public void Classes_whose_names_differ_in_case_or_namespace_alone_get_files_of_their_own()
    {
        Sample sample = Sample.Of("""
            public static partial class Tasks { [BackgroundTask("one")] public static void Run() { } }
            public static partial class TASKS { [BackgroundTask("two")] public static void Run() { } }
            namespace Other { public static partial class Tasks { [BackgroundTask("three")] public static void Run() { } } }
            """);

        sample.Load().Definitions("TASKS").ShouldHaveSingleItem().Name.ShouldBe("two");
        sample.Generated.Keys.Count(name => name.EndsWith("BackgroundTasks.g.cs", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public void A_task_that_is_refused_does_not_take_the_others_with_it()
    {
        Sample sample = Sample.Of("""
            public partial class Tasks
            {
                private Tasks() { }
                [BackgroundTask("fine")] public static int Fine() => 1;
                [BackgroundTask("instance")] public void Instance() { }
                [BackgroundTask("generic")] public static void Generic<T>() { }
                [BackgroundTask("reference")] public static void Reference(ref int x) { }
                [BackgroundTask("span")] public static void Span(ReadOnlySpan<char> x) { }
                [BackgroundTask("void")] public static async void Void() => await Task.Yield();
            }
            """);

        sample.Load().Definitions("Tasks").ShouldHaveSingleItem().Name.ShouldBe("fine");
    }

    [Fact]
    public void A_task_of_two_partial_files_and_a_partial_method_is_one()
    {
        Assembly assembly = Sample.Of("""
            public partial class Tasks { [BackgroundTask("one")] public partial int One(int x); }
            public partial class Tasks { public partial int One(int x) => x; [BackgroundTask("two")] public void Two() { } }
            """).Load();

        assembly.Definitions("Tasks").Select(definition => definition.Name).ShouldBe(["one", "two"]);
    }

    private static bool IsAllowed(PeriodicTask task)
    {
        ScheduleStores.PeriodicTaskRules.Check(task);
        return JsonSerializer.Serialize(task.Kwargs) is not null;
    }
}
