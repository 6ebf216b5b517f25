namespace Downbeat.Hosting;

/// <summary>Something that must work before this process can do its job.</summary>
public interface IReadinessCheck
{
    /// <summary>Its name: <c>broker</c>.</summary>
    string Name { get; }

    /// <summary>Finds out whether it works. Never throws, except when it is cancelled.</summary>
    /// <param name="cancellationToken">Ends a check that takes too long.</param>
    ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken);
}
