using System.Text;

namespace Downbeat.Schedules;

/// <summary>The text forms of one enumeration: its members' names in lower case, words joined by underscores, as Celery writes them.</summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Texts = Array.ConvertAll(Values, static value => ToSnakeCase(value.ToString()));

    private readonly string _field;

    internal EnumNames(string field) => _field = field;

    private static string Allowed => string.Join(", ", Texts);

    internal string Text(T value)
    {
        int index = Array.IndexOf(Values, value);
        return index >= 0 ? Texts[index] : throw new InvalidValueException(_field, value, Allowed);
    }

    internal Parsed<T> Read(string text)
    {
        int index = Array.IndexOf(Texts, text);
        return index >= 0 ? Values[index] : new InvalidValueException(_field, text, Allowed);
    }

    internal InvalidValueException? RefusalOf(T value)
        => Array.IndexOf(Values, value) >= 0 ? null : new InvalidValueException(_field, value, Allowed);

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
