using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Forms;

/// <summary>What stands in the fields of a form, as it was typed, and what is wrong with it.</summary>
internal sealed class FormState
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>The text of a field; empty when it has none.</summary>
    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set => _values[name] = value;
    }

    public bool IsValid => _errors.Count == 0;

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    public static FormState Of(IFormCollection form)
    {
        var state = new FormState();
        foreach (string name in form.Keys)
        {
            state[name] = form[name].ToString().ReplaceLineEndings("\n");
        }

        return state;
    }

    public bool IsOn(string name) => this[name] is "on" or "true";

    public string? ErrorOf(string name) => _errors.GetValueOrDefault(name);

    /// <summary>The trimmed text of a field; null when there is none.</summary>
    public string? Text(string name) => this[name].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Notes what is wrong with a field; the first word counts.</summary>
    public void Refuse(string name, string problem) => _errors.TryAdd(name, problem);

    /// <summary>Reads a field, and notes what is wrong with it.</summary>
    public T? Read<T>(string name, Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidValueException refusal)
        {
            Refuse(name, Explain(refusal));
            return default;
        }
    }

    /// <summary>What a refusal says beside its field, which need not be named again.</summary>
    public static string Explain(InvalidValueException refusal)
    {
        int after = refusal.Message.IndexOf(": ", StringComparison.Ordinal);
        string text = after < 0 ? refusal.Message : refusal.Message[(after + 2)..];
        return text.Length == 0 ? refusal.Message : AspNetCore.Mounting.Masking.Text(char.ToUpperInvariant(text[0]) + text[1..]);
    }
}
