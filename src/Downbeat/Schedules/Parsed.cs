namespace Downbeat.Schedules;

/// <summary>What reading a text came to: a value, or the reason it was refused. Reading throws only at the public boundary.</summary>
internal readonly struct Parsed<T>
{
    private readonly T? _value;

    private Parsed(T? value, InvalidValueException? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    internal InvalidValueException? Refusal { get; }

    internal T ValueOrThrow => Refusal is null ? _value! : throw Refusal;

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(InvalidValueException refusal) => new(default, refusal);

    internal bool Is([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return Refusal is null;
    }
}
