using System.Globalization;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Analyzers;

/// <summary>Spans of time that are written with constants: <c>TimeSpan.FromSeconds(10)</c>, <c>TimeSpan.Zero</c>, <c>new TimeSpan(…)</c>.</summary>
internal static class Times
{
    public static TimeSpan? Value(IOperation operation)
    {
        return operation switch
        {
            IFieldReferenceOperation { Field: { Name: "Zero" } field } when field.ContainingType.Is("System.TimeSpan") => TimeSpan.Zero,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus => -Value(minus.Operand),
            IInvocationOperation { TargetMethod: { } method, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: IConvertible number } }] }
                when method.ContainingType.Is("System.TimeSpan") => Of(number.ToDouble(CultureInfo.InvariantCulture), Unit(method.Name)),
            IInvocationOperation { TargetMethod: { } method } call when method.ContainingType.Is("System.TimeSpan") => Sum(method, call),
            IObjectCreationOperation { Constructor: { } constructor } creation when constructor.ContainingType.Is("System.TimeSpan") => Sum(creation),
            _ => null,
        };
    }

    private static TimeSpan? Sum(IObjectCreationOperation creation)
    {
        TimeSpan? sum = TimeSpan.Zero;
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            sum += Part(argument);
        }

        return sum;
    }

    // FromMinutes(5, seconds: 30) and its like: whole numbers of several units, the first named by the method.
    private static TimeSpan? Sum(IMethodSymbol method, IInvocationOperation call)
    {
        TimeSpan? sum = Unit(method.Name) > 0 ? TimeSpan.Zero : null;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            sum += Part(argument);
        }

        return sum;
    }

    private static TimeSpan? Part(IArgumentOperation argument)
    {
        string unit = argument.Parameter?.Name is { Length: > 0 } name ? "From" + char.ToUpperInvariant(name[0]) + name[1..] : "";
        return argument.Value.ConstantValue is { HasValue: true, Value: IConvertible number }
            ? Of(number.ToDouble(CultureInfo.InvariantCulture), Unit(unit))
            : null;
    }

    private static TimeSpan? Of(double number, double ticks)
    {
        double product = Math.Round(number * ticks);
        return ticks > 0 && Math.Abs(product) < 9e18 ? TimeSpan.FromTicks((long)product) : null;
    }

    private static double Unit(string method) => method switch
    {
        "FromTicks" => 1,
        "FromMicroseconds" => 10,
        "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
        "FromSeconds" => TimeSpan.TicksPerSecond,
        "FromMinutes" => TimeSpan.TicksPerMinute,
        "FromHours" => TimeSpan.TicksPerHour,
        "FromDays" => TimeSpan.TicksPerDay,
        _ => 0,
    };
}
