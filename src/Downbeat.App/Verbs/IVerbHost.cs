namespace Downbeat.App.Verbs;

/// <summary>Where verbs run: in an application of somebody's, or in the <c>downbeat</c> tool.</summary>
internal interface IVerbHost
{
    /// <summary>What the program is called in its help; null: as its file is.</summary>
    string? ProgramName { get; }

    /// <summary>The services, opened with the places the command line names.</summary>
    IServiceProvider GetServices(Places places);

    /// <summary>Runs hosted services until the process is told to stop.</summary>
    /// <param name="places">Where things are.</param>
    /// <param name="run">What to run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RunAsync(Places places, RunRequest run, CancellationToken cancellationToken);
}
