using System.Collections.Immutable;
using System.Globalization;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Analyzers;

/// <summary>Checks schedules and rates that are written in code: <c>Schedule.Crontab("…")</c>, <c>.Every("…")</c>, <c>RateLimit.Parse("…")</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TextAnalyzer : DiagnosticAnalyzer
{
    private const string ScheduleType = "Downbeat.Schedule";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.Crontab, Rules.TimeZone, Rules.Schedule, Rules.RateLimit];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(
            static context => Check(context, ((IInvocationOperation)context.Operation).TargetMethod, ((IInvocationOperation)context.Operation).Arguments),
            OperationKind.Invocation);
        context.RegisterOperationAction(CheckCreation, OperationKind.ObjectCreation);
    }

    private static void CheckCreation(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Constructor is { } constructor)
        {
            Check(context, constructor, creation.Arguments);
        }
    }

    private static void Check(OperationAnalysisContext context, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.Name is not ("Crontab" or "Every" or "Interval" or "Parse" or ".ctor"))
        {
            return;
        }

        foreach (Problem problem in Problems(method, arguments))
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }
    }

    private static IEnumerable<Problem> Problems(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        return (method.ContainingType.FullName(), method.Name) switch
        {
            (ScheduleType, "Crontab") => Crontab(arguments, "expression"),
            (ScheduleType, "Every") => Interval(arguments),
            (ScheduleType, "Interval") => Periods(arguments),
            (ScheduleType, "Parse") => Text(arguments, TextRules.Schedule),
            ("Downbeat.RateLimit", "Parse") => Text(arguments, TextRules.RateLimit),
            ("Downbeat.Schedules.CrontabSchedule", ".ctor") => Fields(arguments),
            ("Microsoft.Extensions.DependencyInjection.TaskBuilderExtensions", "Every") =>
                Argument(arguments, "every") is null ? Crontab(arguments, "crontab") : Interval(arguments),
            _ => [],
        };
    }

    private static IEnumerable<Problem> Text(ImmutableArray<IArgumentOperation> arguments, Func<string, Location, IEnumerable<Problem>> check)
    {
        return Argument(arguments, "text") is { ConstantValue.Value: string text } argument ? check(text, argument.Syntax.GetLocation()) : [];
    }

    private static IEnumerable<Problem> Crontab(ImmutableArray<IArgumentOperation> arguments, string name)
    {
        return Argument(arguments, name) is { ConstantValue.Value: string crontab } argument
            ? TextRules.Crontab(crontab, Zone(arguments, out Location zone), argument.Syntax.GetLocation(), zone)
            : Zone(arguments, out Location alone) is { } id ? TextRules.TimeZone(id, alone) : [];
    }

    private static IEnumerable<Problem> Fields(ImmutableArray<IArgumentOperation> arguments)
    {
        string[] names = ["minute", "hour", "dayOfMonth", "monthOfYear", "dayOfWeek"];
        IOperation?[] fields = [.. names.Select(name => Argument(arguments, name))];
        string?[] texts = [.. fields.Select(static field => field?.ConstantValue.Value as string)];

        // An empty field would be lost among the blanks; its constructor tells of it.
        return texts.All(static text => !string.IsNullOrWhiteSpace(text))
            ? TextRules.Crontab(
                string.Join(" ", texts.Select(static text => text!.Replace(" ", ""))),
                Zone(arguments, out Location zone),
                fields[0]!.Syntax.GetLocation(),
                zone)
            : [];
    }

    private static IEnumerable<Problem> Interval(ImmutableArray<IArgumentOperation> arguments)
    {
        return Argument(arguments, "every") is { } argument && Times.Value(argument) is { } every
            ? TextRules.Interval(every, argument.Syntax.GetLocation())
            : [];
    }

    private static IEnumerable<Problem> Periods(ImmutableArray<IArgumentOperation> arguments)
    {
        return Argument(arguments, "every") is { } argument && Whole(argument) is { } every
            && Argument(arguments, "period") is { } unit && Whole(unit) is { } period
            ? TextRules.Interval(every, (int)period, argument.Syntax.GetLocation())
            : [];
    }

    private static long? Whole(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: IConvertible number } ? number.ToInt64(CultureInfo.InvariantCulture) : null;

    private static string? Zone(ImmutableArray<IArgumentOperation> arguments, out Location location)
    {
        IOperation? zone = Argument(arguments, "timeZone");
        location = zone?.Syntax.GetLocation() ?? Location.None;
        return zone?.ConstantValue.Value as string;
    }

    private static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string name) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == name)?.Value;
}
