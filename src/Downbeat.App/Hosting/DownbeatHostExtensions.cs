using Downbeat;
using Downbeat.App.Hosting;
using Downbeat.App.Verbs;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

/// <summary>Gives an application the command line of Downbeat.</summary>
public static class DownbeatHostExtensions
{
    private static readonly string[] OptionsOfItsOwn = ["-h", "-?", "--help", "--version", "--json", "--store", "--broker", "--result-backend"];

    /// <summary>
    /// Does what the command line says: <c>worker -Q reports</c>, <c>beat</c>, <c>call reports.build</c>, <c>periodic list</c> and so on; without a
    /// verb it runs the application until it is stopped.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="args">Its command line.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 not understood.</returns>
    public static async Task<int> RunDownbeatAsync(this IHost app, string[] args)
    {
        // Options in front are the host's own, such as --urls, unless they are ours.
        if (args.Length > 0 && (!args[0].StartsWith('-') || OptionsOfItsOwn.Contains(args[0], StringComparer.Ordinal)))
        {
            return await CommandLine.InvokeAsync(new AppVerbHost(app), args);
        }

        try
        {
            await app.RunAsync();
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is DownbeatException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return ExitCodes.Failed;
        }
    }
}
