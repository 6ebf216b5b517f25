using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>The defaults of parameters, as generated code writes them and as JSON.</summary>
internal static class Defaults
{
    public static string? Code(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        ITypeSymbol type = parameter.Type;
        ITypeSymbol held = type.NullableValue() ?? type;
        return parameter.ExplicitDefaultValue switch
        {
            null when type.IsReferenceType => type.NullableAnnotation == NullableAnnotation.Annotated ? "null" : "null!",
            null => type.NullableValue() is null ? "default" : "null",
            { } value when held.TypeKind == TypeKind.Enum => $"({held.Bare()})({Literals.Constant(value)})",
            DateTime time => $"new global::System.DateTime({Literals.Constant(time.Ticks)})",
            { } value => Literals.Constant(value),
        };
    }

    /// <summary>What <c>TaskJson</c> would write for it.</summary>
    public static string? Json(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        ITypeSymbol type = parameter.Type;
        return parameter.ExplicitDefaultValue switch
        {
            null => type.IsReferenceType || type.NullableValue() is not null ? "null" : Zero(type),
            { } value when (type.NullableValue() ?? type) is INamedTypeSymbol { TypeKind: TypeKind.Enum } members => Member(members, value),
            string or char => Literals.Json(parameter.ExplicitDefaultValue.ToString()),
            bool flag => flag ? "true" : "false",
            decimal number => Literals.Json(number.ToString(CultureInfo.InvariantCulture)),
            double number => Number(number),
            float number => Number(number),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => "null",
        };
    }

    // JSON has no words for these; nothing that is sent can hold them either.
    private static string Number(double number) => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "null";

    private static string Number(float number) => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "null";

    private static string Zero(ITypeSymbol type) => type.FullName() switch
    {
        "System.Guid" => "\"00000000-0000-0000-0000-000000000000\"",
        "System.DateTime" => "\"0001-01-01T00:00:00\"",
        "System.DateTimeOffset" => "\"0001-01-01T00:00:00Z\"",
        "System.DateOnly" => "\"0001-01-01T00:00:00\"",
        "System.TimeOnly" => "\"00:00:00\"",
        "System.TimeSpan" or "System.Int128" or "System.UInt128" or "System.Half" or "System.Numerics.BigInteger" => "0",
        "System.Text.Json.JsonElement" => "null",
        _ => type.TypeKind == TypeKind.Enum ? Member((INamedTypeSymbol)type, 0) : "{}",
    };

    private static string Member(INamedTypeSymbol type, object value)
    {
        ulong bits = Bits(value);
        IFieldSymbol[] members = [.. type.GetMembers().OfType<IFieldSymbol>().Where(static member => member.HasConstantValue)];
        if (members.FirstOrDefault(member => Bits(member.ConstantValue!) == bits) is { } exact)
        {
            return Literals.Json(exact.Name);
        }

        bool areFlags = type.Attribute("System.FlagsAttribute") is not null;
        return areFlags && Combine(members, bits) is { } combined
            ? Literals.Json(combined)
            : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static string? Combine(IFieldSymbol[] members, ulong bits)
    {
        var names = new List<string>();
        foreach (IFieldSymbol member in members.OrderByDescending(static member => Bits(member.ConstantValue!)))
        {
            ulong part = Bits(member.ConstantValue!);
            if (part != 0 && (bits & part) == part)
            {
                names.Insert(0, member.Name);
                bits &= ~part;
            }
        }

        return bits == 0 ? string.Join(", ", names) : null;
    }

    private static ulong Bits(object value) => value is ulong large ? large : unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));
}
