using System.Text.RegularExpressions;

namespace Downbeat.Hosting;

/// <summary>Where a broker, result backend or schedule store is, as Celery writes it: <c>sqlite:///file.db</c>, <c>redis://host/0</c>.</summary>
/// <remarks>Its text never shows a password; <see cref="Value"/> does.</remarks>
public sealed partial record ConnectionUrl
{
    private ConnectionUrl(string field, string value, string scheme, string rest)
    {
        Field = field;
        Value = value;
        Scheme = scheme;
        Rest = rest;
    }

    /// <summary>The field it stands in, for refusals: <c>broker</c>.</summary>
    public string Field { get; }

    /// <summary>The whole URL, secrets included.</summary>
    public string Value { get; }

    /// <summary>The technology: <c>sqlite</c>. Lower case.</summary>
    public string Scheme { get; }

    /// <summary>What follows <c>scheme://</c>.</summary>
    public string Rest { get; }

    /// <summary>Reads a URL.</summary>
    /// <param name="field">The field it stands in, for refusals: <c>broker</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidValueException">The text is no URL.</exception>
    public static ConnectionUrl Parse(string field, string text)
    {
        int end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && text.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0
            ? new ConnectionUrl(field, text, text[..end].ToLowerInvariant(), text[(end + 3)..])
            : throw new InvalidValueException(field, Redact(text), "a URL: sqlite:///file.db, postgresql://host/database, memory://");
    }

    /// <inheritdoc />
    public override string ToString() => Redact(Value);

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    // User information ends at the last @; what follows its first colon is secret. A slash in an unescaped password shall not reveal it.
    private static string Redact(string text)
    {
        int start = text.IndexOf("://", StringComparison.Ordinal);
        start = start < 0 ? 0 : start + 3;
        int at = text.LastIndexOf('@');
        int colon = at > start ? text.IndexOf(':', start, at - start) : -1;
        return SecretParameter().Replace(colon < 0 ? text : string.Concat(text.AsSpan(0, colon + 1), "***", text.AsSpan(at)), "${name}***");
    }

    [GeneratedRegex("(?<=[?&;])(?<name>(password|pwd|secret|token)=)[^&;]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretParameter();
}
