namespace Downbeat;

/// <summary>Says how a signature is sent. Each method returns a changed copy; the signature itself never changes.</summary>
public static class SignatureExtensions
{
    /// <summary>Run no sooner than this long after it is sent.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="countdown">The time; 0 or more.</param>
    public static TSignature After<TSignature>(this TSignature signature, TimeSpan countdown)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { Countdown = countdown, Eta = null });
    }

    /// <summary>Run no sooner than this.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="eta">The instant.</param>
    public static TSignature At<TSignature>(this TSignature signature, DateTimeOffset eta)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { Eta = eta, Countdown = null });
    }

    /// <summary>Not run later than this long after it is sent.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="time">The time; more than zero.</param>
    public static TSignature ExpiresAfter<TSignature>(this TSignature signature, TimeSpan time)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { ExpiresAfter = time, Expires = null });
    }

    /// <summary>Not run at or after this.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="at">The instant.</param>
    public static TSignature ExpiresAt<TSignature>(this TSignature signature, DateTimeOffset at)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { Expires = at, ExpiresAfter = null });
    }

    /// <summary>Send it to this queue.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="queue">The queue's name.</param>
    public static TSignature OnQueue<TSignature>(this TSignature signature, string queue)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { Queue = queue });
    }

    /// <summary>Send it with this priority.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="priority">0 to 255, higher first.</param>
    public static TSignature WithPriority<TSignature>(this TSignature signature, int priority)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { Priority = priority });
    }

    /// <summary>Send it under this id.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="taskId">The task's id: 1 to 200 characters, unique.</param>
    public static TSignature WithTaskId<TSignature>(this TSignature signature, string taskId)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { TaskId = taskId });
    }

    /// <summary>Add a header.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value: anything JSON can hold.</param>
    public static TSignature WithHeader<TSignature>(this TSignature signature, string name, object? value)
        where TSignature : Signature
    {
        var headers = new Dictionary<string, object?>(signature.Options.Headers, StringComparer.Ordinal) { [name] = value };
        return signature.With(signature.Options with { Headers = headers });
    }

    /// <summary>Keep nothing of the run.</summary>
    /// <typeparam name="TSignature">The signature's type.</typeparam>
    /// <param name="signature">The signature.</param>
    public static TSignature IgnoringResult<TSignature>(this TSignature signature)
        where TSignature : Signature
    {
        return signature.With(signature.Options with { IgnoreResult = true });
    }

    private static TSignature With<TSignature>(this TSignature signature, SendOptions options)
        where TSignature : Signature
    {
        return (TSignature)((Signature)signature with { Options = options });
    }
}
