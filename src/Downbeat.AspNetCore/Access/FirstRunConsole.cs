namespace Downbeat.AspNetCore.Access;

/// <summary>Where the first-run link is printed.</summary>
internal sealed class FirstRunConsole
{
    public TextWriter Output { get; set; } = Console.Out;
}
