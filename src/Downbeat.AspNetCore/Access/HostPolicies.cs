namespace Downbeat.AspNetCore.Access;

/// <summary>Which of Downbeat's policies the application has defined itself.</summary>
internal sealed class HostPolicies
{
    public HashSet<string> Names { get; set; } = new(StringComparer.Ordinal);
}
