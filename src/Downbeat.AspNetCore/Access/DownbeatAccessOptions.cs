namespace Downbeat.AspNetCore.Access;

/// <summary>How people sign in to the admin site and the HTTP API where Downbeat keeps the accounts.</summary>
public sealed class DownbeatAccessOptions
{
    /// <summary>A session ends when it has not been used for so long; default 7 days.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A session ends this long after its sign-in, however much it is used; default 30 days.</summary>
    public TimeSpan SessionLongest { get; set; } = TimeSpan.FromDays(30);

    /// <summary>An account is locked after so many failed attempts to sign in, 1 to 100; default 5.</summary>
    public int LockAfter { get; set; } = 5;

    /// <summary>For how long an account is locked; default 5 minutes.</summary>
    public TimeSpan LockFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Other origins whose pages may send requests with a session, such as <c>https://ops.example.com</c>: where a proxy does not pass on the host
    /// that the browser asked for. Default none.
    /// </summary>
    public IList<string> TrustedOrigins { get; } = [];

    /// <summary>How often a password is hashed, 100,000 to 10,000,000 times; default 210,000.</summary>
    public int PasswordIterations { get; set; } = 210_000;
}
