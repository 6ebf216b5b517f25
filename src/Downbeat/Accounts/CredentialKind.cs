namespace Downbeat.Accounts;

/// <summary>What a credential is for.</summary>
public enum CredentialKind
{
    /// <summary>A browser that signed in.</summary>
    Session,

    /// <summary>A program that uses the HTTP API.</summary>
    Token,
}
