using System.Reflection;
using System.Text;
using Downbeat.Generators.Tests.Compiling;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Downbeat.Generators.Tests.Binding;

/// <summary>The table, read by methods with the attribute, by lambdas that are replaced and by lambdas that are reflected.</summary>
public sealed class CaseTests
{
    private static readonly Lazy<Assembly> Methods = new(() => Sample.Of(CaseTable.Types + Class()).Load());
    private static readonly Lazy<Assembly> Replaced = new(() => Sample.Of(CaseTable.Types + Registrations()).Load());
    private static readonly Lazy<Assembly> Reflected = new(() => Sample.Of(CaseTable.Types + Registrations(), intercepts: false).Load());
    private static readonly Lazy<TaskDefinition[]> ByMethods = new(() => [.. Methods.Value.Definitions("Tasks")]);
    private static readonly Lazy<TaskDefinition[]> ByReplaced = new(() => Registered(Replaced.Value));
    private static readonly Lazy<TaskDefinition[]> ByReflected = new(() => Registered(Reflected.Value));

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, CaseTable.All.Count)];

    [Theory]
    [MemberData(nameof(Indices))]
    public Task Methods_with_the_attribute_follow_the_rules(int index) => CheckAsync(index, Methods.Value, ByMethods.Value);

    [Theory]
    [MemberData(nameof(Indices))]
    public Task Lambdas_that_are_replaced_follow_the_rules(int index) => CheckAsync(index, Replaced.Value, ByReplaced.Value);

    [Theory]
    [MemberData(nameof(Indices))]
    public Task Lambdas_that_are_reflected_follow_the_rules(int index) => CheckAsync(index, Reflected.Value, ByReflected.Value);

    [Fact]
    public void The_three_ways_tell_the_same_of_parameters_and_results()
    {
        for (int index = 0; index < CaseTable.All.Count; index++)
        {
            TaskDefinition method = ByMethods.Value[index];
            foreach (TaskDefinition lambda in new[] { ByReplaced.Value[index], ByReflected.Value[index] })
            {
                lambda.Name.ShouldBe(method.Name);
                lambda.Parameters.ShouldBe(method.Parameters, $"{CaseTable.All[index]} {lambda.DeclaredBy}");
                WithoutAnnotations(lambda.ReturnType).ShouldBe(WithoutAnnotations(method.ReturnType), CaseTable.All[index].ToString());
            }
        }
    }

    [Fact]
    public void The_lambdas_were_replaced_in_one_program_and_reflected_in_the_other()
    {
        ByReplaced.Value.ShouldAllBe(definition => definition.DeclaredBy!.StartsWith("Sample.cs, line "));
        ByReflected.Value.ShouldAllBe(definition => definition.DeclaredBy == "a lambda in Program");
    }

    // What a result may be besides its type is not in the metadata of every method.
    private static string? WithoutAnnotations(string? type) => type?.Replace("?", "", StringComparison.Ordinal);

    private static async Task CheckAsync(int index, Assembly assembly, TaskDefinition[] definitions)
    {
        Case expected = CaseTable.All[index];
        using var source = new CancellationTokenSource();
        await using ServiceProvider services = Services(assembly);
        ValueTask<string> run = new(Run.InAsync(services, definitions[index], expected.Args, expected.Kwargs, source.Token));
        if (expected.Refusal is null)
        {
            (await run).ShouldBe(expected.Result, expected.ToString());
        }
        else
        {
            Exception thrown = await Should.ThrowAsync<Exception>(() => run.AsTask());
            thrown.Message.ShouldContain(expected.Refusal, customMessage: expected.ToString());
        }
    }

    private static ServiceProvider Services(Assembly assembly)
    {
        Type clock = assembly.GetType("IClock")!;
        object Clock(string now) => Activator.CreateInstance(assembly.GetType("Clock")!, now)!;
        object plain = Activator.CreateInstance(assembly.GetType("Plain")!)!;
        plain.GetType().GetProperty("Text")!.SetValue(plain, "registered");
        Type greeter = assembly.GetType("Greeter")!;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock, Clock("noon"));
        services.AddSingleton(plain.GetType(), plain);
        services.AddKeyedSingleton(clock, "night", Clock("midnight"));
        services.AddKeyedSingleton(clock, Enum.Parse(assembly.GetType("Color")!, "Blue"), Clock("blue hour"));
        services.AddSingleton(greeter, Delegate.CreateDelegate(greeter, typeof(CaseTests).GetMethod(nameof(Hello), BindingFlags.NonPublic | BindingFlags.Static)!));
        services.TryAddScoped(assembly.GetType("Connection")!);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static string Hello(string name) => "hello " + name;

    private static TaskDefinition[] Registered(Assembly assembly)
    {
        MethodInfo add = assembly.GetType("Program")!.GetMethod("Add")!;
        return Run.Registered(builder => add.Invoke(null, [builder]));
    }

    private static string Class()
    {
        var source = new StringBuilder("\npublic static partial class Tasks\n{\n");
        for (int index = 0; index < CaseTable.All.Count; index++)
        {
            Case each = CaseTable.All[index];
            source.AppendLine($"    [BackgroundTask(\"case{index}\")] public static {each.Returns} Case{index}({each.Parameters}) => {each.Body};");
        }

        return source.Append('}').ToString();
    }

    private static string Registrations()
    {
        var source = new StringBuilder("\npublic static class Program\n{\n    public static void Add(Downbeat.Hosting.IDownbeatBuilder builder)\n    {\n");
        for (int index = 0; index < CaseTable.All.Count; index++)
        {
            Case each = CaseTable.All[index];
            source.AppendLine($"        builder.AddTask(\"case{index}\", {each.Returns} ({each.Parameters}) => {each.Body});");
        }

        return source.Append("    }\n}").ToString();
    }
}
