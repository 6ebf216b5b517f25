namespace Downbeat;

/// <summary>A value was refused: the message names the field, the value and what is allowed. Nothing was changed.</summary>
public sealed class InvalidValueException : DownbeatException
{
    private const int LongestValueShown = 200;

    /// <summary>Creates the refusal of one value.</summary>
    /// <param name="field">The field as its user writes it: <c>day_of_week</c>, <c>--countdown</c>, <c>Worker:Concurrency</c>.</param>
    /// <param name="value">The value as it was given.</param>
    /// <param name="allowed">What is allowed instead, as a phrase: <c>0 to 59, * or a-b</c>.</param>
    /// <param name="innerException">The parser's own error, if there is one.</param>
    public InvalidValueException(string field, object? value, string allowed, Exception? innerException = null)
        : base($"{field}: {Show(value)} is not allowed; allowed: {allowed}", innerException)
    {
        Field = field;
        Value = value;
        Allowed = allowed;
    }

    /// <summary>The field that was refused.</summary>
    public string Field { get; }

    /// <summary>The value that was given.</summary>
    public object? Value { get; }

    /// <summary>What is allowed instead.</summary>
    public string Allowed { get; }

    private static string Show(object? value)
    {
        string text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "null";
        return text.Length > LongestValueShown ? $"'{text[..LongestValueShown]}…'" : value is null ? "null" : $"'{text}'";
    }
}
