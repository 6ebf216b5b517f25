using Downbeat.Generators.Tests.Compiling;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.Generators.Tests.Consumer;

/// <summary>The generator as a project gets it: by a project reference and the imported properties.</summary>
public sealed class ConsumerTests
{
    [Fact]
    public async Task Declared_tasks_run()
    {
        TaskDefinition[] definitions = Run.Registered(builder => builder.AddTasks<ConsumerTasks>());

        (await Run.Async(definitions.ShouldHaveSingleItem(), "[40]", services: services => services.AddLogging())).ShouldBe("42");
        definitions[0].Options.Retry.MaxRetries.ShouldBe(2);
        definitions[0].Periodics.ShouldHaveSingleItem().Task.Kwargs.ToJsonString().ShouldBe("{\"x\":1}");
        Signature<int> signature = ConsumerTasks.Signatures.Add(1);
        signature.Args.ShouldBe([1, 2]);
        ConsumerTasks.Inner.Signatures.Greet("you").Task.ShouldBe("consumer.greet");
    }

    [Fact]
    public void Everything_declared_is_added_at_once()
    {
        Run.Registered(builder => builder.AddDeclaredTasks()).Select(definition => definition.Name).ShouldBe(["consumer.add", "consumer.greet"]);
    }

    [Fact]
    public async Task A_lambda_is_replaced_by_this_projects_compiler()
    {
        int calls = 0;
        TaskDefinition definition = Run.Registered(builder => builder.AddTask("count", (int by = 2, string? name = null) => calls += by)).Single();

        definition.DeclaredBy!.ShouldStartWith("ConsumerTests.cs, line ");
        (await Run.Async(definition)).ShouldBe("2");
        (await Run.Async(definition, "[40]")).ShouldBe("42");
        calls.ShouldBe(42);
    }

    [Fact]
    public async Task A_library_that_may_be_compiled_ahead_of_time_is_bound_without_reflection()
    {
        TaskDefinition[] definitions = Run.Registered(builder => Generators.Consumer.Registration.AddAll(builder));

        definitions.Select(definition => definition.Name).ShouldBe(["orders.ship", "orders.count", "hello", "defaults", "method"]);
        definitions.Skip(2).ShouldAllBe(definition => definition.DeclaredBy!.Contains("Registration.cs, line "));
        (await Run.Async(definitions[0], "[{\"id\": 7}]", services: services => services.AddLogging())).ShouldBe("{\"id\":7,\"note\":\"shipped\"}");
        (await Run.Async(definitions[3], "[4]", "{\"name\": \"n\"}")).ShouldBe("\"n7\"");
    }

    [Fact]
    public void A_list_is_written_as_the_interface_that_a_context_describes()
    {
        Signature<int> count = Generators.Consumer.OrderTasks.Signatures.Count([new Generators.Consumer.Order(1)]);
        TypedValue orders = count.Args.ShouldHaveSingleItem().ShouldBeOfType<TypedValue>();

        Generators.Consumer.Registration.Json.GetTypeInfo(orders.Type).ShouldNotBeNull();
        Generators.Consumer.Registration.Json.GetTypeInfo(orders.Value!.GetType()).ShouldBeNull();
    }

    [Fact]
    public async Task The_smallest_program_works()
    {
        var messages = new List<string>();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(new Recorder(messages));
        builder.Services.AddDownbeat()
            .AddTask("hello", (ILogger<ConsumerTests> log) => log.LogInformation("Hello"))
            .Every(TimeSpan.FromSeconds(10));
        using IHost host = builder.Build();

        TaskDefinition hello = host.Services.GetRequiredService<TaskRegistry>().All.ShouldHaveSingleItem();
        hello.Periodics.ShouldHaveSingleItem().Task.Schedule.ShouldBe(Schedule.Every(TimeSpan.FromSeconds(10)));
        (await Run.InAsync(host.Services, hello, "[]", "{}", TestContext.Current.CancellationToken)).ShouldBe("");
        messages.ShouldContain(message => message == $"{typeof(ConsumerTests).FullName} Hello");
    }

    private sealed class Recorder(List<string> messages) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new RecordingLogger(messages, categoryName);

        public void Dispose()
        {
            // There is nothing to let go.
        }
    }

    private sealed class RecordingLogger(List<string> messages, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Add($"{category} {formatter(state, exception)}");
    }
}
