namespace Downbeat.AspNetCore.Access;

internal static class AccessScheme
{
    /// <summary>The authentication scheme of the API and the site.</summary>
    public const string Name = "Downbeat";
}
