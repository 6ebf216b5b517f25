namespace Downbeat.AspNetCore.Access;

/// <summary>Who decides who gets in.</summary>
internal enum Protection
{
    /// <summary>Nobody: everybody is refused.</summary>
    None,

    /// <summary>The application, by its own authentication and policies.</summary>
    Application,

    /// <summary>The accounts that Downbeat keeps.</summary>
    Accounts,

    /// <summary>Nobody, and whoever sits at this machine may do everything: only while developing.</summary>
    Open,
}
