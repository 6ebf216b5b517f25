using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>
/// Shows JSON as Python would, the way Celery's <c>saferepr</c> does it: containers more than three levels deep become
/// <c>[...]</c>, and after so many characters the rest becomes <c>...</c>. For people and monitors only; nothing reads it back.
/// </summary>
public static class PythonRepr
{
    /// <summary>
    /// Characters (Unicode code points) shown of arguments and results, 1,024; the dots and brackets that end a cut text come on top.
    /// </summary>
    public const int DefaultMaxLength = 1024;

    /// <summary>Shows positional arguments as a tuple: <c>(2, 2)</c>, <c>(2,)</c>.</summary>
    /// <param name="utf8Json">A JSON array in UTF-8.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text of <c>argsrepr</c>.</returns>
    /// <exception cref="InvalidMessageException">As far as it was read, it is not JSON.</exception>
    public static string Args(ReadOnlySpan<byte> utf8Json, int maxLength = DefaultMaxLength) =>
        maxLength > 1 && utf8Json.SequenceEqual("[]"u8) ? "()" : Show(utf8Json, maxLength, isTuple: true, "args");

    /// <summary>Shows positional arguments as a tuple: <c>(2, 2)</c>, <c>(2,)</c>.</summary>
    /// <param name="args">A JSON array.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text of <c>argsrepr</c>.</returns>
    public static string Args(JsonElement args, int maxLength = DefaultMaxLength) => Args(JsonText.Raw(args), maxLength);

    /// <summary>Shows named arguments: <c>{'z': 1}</c>.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text of <c>kwargsrepr</c>.</returns>
    /// <exception cref="InvalidMessageException">As far as it was read, it is not JSON.</exception>
    public static string Kwargs(ReadOnlySpan<byte> utf8Json, int maxLength = DefaultMaxLength) =>
        maxLength > 1 && utf8Json.SequenceEqual("{}"u8) ? "{}" : Show(utf8Json, maxLength, isTuple: false, "kwargs");

    /// <summary>Shows named arguments: <c>{'z': 1}</c>.</summary>
    /// <param name="kwargs">A JSON object.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text of <c>kwargsrepr</c>.</returns>
    public static string Kwargs(JsonElement kwargs, int maxLength = DefaultMaxLength) => Kwargs(JsonText.Raw(kwargs), maxLength);

    /// <summary>Shows any value, such as a result: <c>'text'</c>, <c>None</c>, <c>[1, 2]</c>.</summary>
    /// <param name="utf8Json">A JSON value in UTF-8.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text as Python shows it.</returns>
    /// <exception cref="InvalidMessageException">As far as it was read, it is not JSON.</exception>
    public static string Value(ReadOnlySpan<byte> utf8Json, int maxLength = DefaultMaxLength) =>
        Show(utf8Json, maxLength, isTuple: false, "value");

    /// <summary>Shows any value, such as a result: <c>'text'</c>, <c>None</c>, <c>[1, 2]</c>.</summary>
    /// <param name="value">A JSON value.</param>
    /// <param name="maxLength">Characters before it is cut, at least 1.</param>
    /// <returns>The text as Python shows it.</returns>
    public static string Value(JsonElement value, int maxLength = DefaultMaxLength) => Value(JsonText.Raw(value), maxLength);

    private static string Show(ReadOnlySpan<byte> utf8Json, int maxLength, bool isTuple, string part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var writer = new PythonReprWriter(utf8Json, maxLength, stackalloc char[256]);
        try
        {
            return writer.Write(isTuple);
        }
        catch (JsonException error)
        {
            throw JsonText.Refusal(error, utf8Json, part);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
