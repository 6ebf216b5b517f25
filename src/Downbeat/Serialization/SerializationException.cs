namespace Downbeat.Serialization;

/// <summary>A value could not be written as JSON or read from it: the message names the parameter, the type and what to do.</summary>
public sealed class SerializationException : DownbeatException
{
    /// <summary>Creates the refusal of one value.</summary>
    /// <param name="parameter">The parameter as its user knows it: <c>year</c>, <c>args[1]</c>, <c>result</c>.</param>
    /// <param name="type">The .NET type that was to be written or read.</param>
    /// <param name="problem">What is wrong, as a phrase that follows the type's name: <c>cannot be read from the text 'x'</c>.</param>
    /// <param name="advice">What to do about it, as a phrase.</param>
    /// <param name="innerException">The serializer's own error, if there is one.</param>
    public SerializationException(string parameter, Type type, string problem, string advice, Exception? innerException = null)
        : base($"{parameter}: {TypeNames.Of(type)} {problem}; {advice}", innerException)
    {
        Parameter = parameter;
        TargetType = type;
    }

    /// <summary>The parameter whose value was refused.</summary>
    public string Parameter { get; }

    /// <summary>The .NET type that was to be written or read.</summary>
    public Type TargetType { get; }
}
