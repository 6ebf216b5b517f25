using System.Globalization;
using System.Resources;

namespace Downbeat.Admin.Texts;

/// <summary>The texts of the site. English is the key and the fallback; another language is another resource file.</summary>
internal sealed class TextCatalog
{
    private static readonly ResourceManager Resources = new("Downbeat.Admin.Texts.Strings", typeof(TextCatalog).Assembly);

    public static TextCatalog English { get; } = new();

    /// <summary>A text.</summary>
    public string this[string text] => Resources.GetString(text, CultureInfo.InvariantCulture) ?? text;

    /// <summary>A text with values in it.</summary>
    public string this[string text, params object?[] values] => string.Format(CultureInfo.InvariantCulture, this[text], values);

    /// <summary>One of two texts with a number in it.</summary>
    public string Count(long count, string one, string many) => count == 1 ? this[one, Numbers.Whole(count)] : this[many, Numbers.Whole(count)];
}
