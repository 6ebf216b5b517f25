namespace Downbeat.Beat.Hosting;

/// <summary>Makes back-offs, each with a source of chance of its own.</summary>
internal sealed class BackOffs(Func<Random> random)
{
    public BackOff Create(TimeSpan longest) => new(longest, random());
}
