namespace Downbeat.Protocol;

/// <summary>
/// A message was refused: the text names the part, what was found there and what is allowed. Sending it again cannot help.
/// </summary>
public sealed class InvalidMessageException : DownbeatException
{
    /// <summary>Creates the refusal of one part of a message.</summary>
    /// <param name="part">The part as it is called on the wire: <c>eta</c>, <c>body</c>, <c>properties.body_encoding</c>.</param>
    /// <param name="found">What stood there, as a phrase: <c>a number (5)</c>, <c>nothing</c>.</param>
    /// <param name="allowed">What is allowed instead, as a phrase: <c>text or null</c>.</param>
    /// <param name="innerException">The parser's own error, if there is one.</param>
    public InvalidMessageException(string part, string found, string allowed, Exception? innerException = null)
        : base($"The message's {part} is {found}; allowed: {allowed}", innerException)
    {
        Part = part;
        Found = found;
        Allowed = allowed;
    }

    /// <summary>The part of the message that was refused.</summary>
    public string Part { get; }

    /// <summary>What was found there; long values are shortened.</summary>
    public string Found { get; }

    /// <summary>What is allowed instead.</summary>
    public string Allowed { get; }
}
