namespace Downbeat.AspNetCore.Mounting;

/// <summary>Marks the endpoints that others lead to.</summary>
internal enum PageKind
{
    /// <summary>Where people sign in. It gets the place to return to as <c>return</c>.</summary>
    SignIn,

    /// <summary>Where the first administrator is made. It gets the one-time token as <c>token</c>.</summary>
    FirstRun,
}
