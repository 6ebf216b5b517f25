using System.Text;

namespace Downbeat.Schedules;

/// <summary>
/// The text forms of one enumeration: its members' names in lower case, words joined by underscores, as Celery writes them.
/// </summary>
internal sealed class EnumNames<T>(string field)
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();

    private static string Allowed => string.Join(", ", Values.Select(static value => ToSnakeCase(value.ToString())));

    internal string Text(T value) => RefusalOf(value) is { } refusal ? throw refusal : ToSnakeCase(value.ToString());

    internal Parsed<T> Read(string text)
    {
        foreach (T value in Values)
        {
            if (string.Equals(ToSnakeCase(value.ToString()), text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return new InvalidValueException(field, text, Allowed);
    }

    internal InvalidValueException? RefusalOf(T value)
        => Array.IndexOf(Values, value) >= 0 ? null : new InvalidValueException(field, value, Allowed);

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
