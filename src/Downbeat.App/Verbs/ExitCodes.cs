namespace Downbeat.App.Verbs;

/// <summary>What a verb's end means to the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}
