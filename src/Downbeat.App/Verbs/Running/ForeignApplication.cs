using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Downbeat.App.Verbs.Running;

/// <summary>Runs the worker verb of an application that has tasks: it alone knows them.</summary>
internal static class ForeignApplication
{
    public static async Task<int> RunAsync(string path, VerbRun run, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full) || !full.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidValueException("--app", path, "the .dll of an application that ends with 'return await app.RunDownbeatAsync(args);'");
        }

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        start.ArgumentList.Add(full);
        foreach (string argument in Arguments(run))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidValueException("--app", path, "an application that dotnet can start");
        using PosixSignalRegistration interrupt = Forward(PosixSignal.SIGINT, process);
        using PosixSignalRegistration terminate = Forward(PosixSignal.SIGTERM, process);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    // Everything that was said here is said there, but for the application itself.
    private static IEnumerable<string> Arguments(VerbRun run)
    {
        bool isSkipping = false;
        foreach (System.CommandLine.Parsing.Token token in run.Parse.Tokens)
        {
            if (token.Value is "--app" or "-A")
            {
                isSkipping = true;
            }
            else if (isSkipping)
            {
                isSkipping = false;
            }
            else
            {
                yield return token.Value;
            }
        }
    }

    // A terminal sends its signals to the child as well; a service manager sends them to this process alone.
    private static PosixSignalRegistration Forward(PosixSignal signal, Process process)
    {
        return PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (signal == PosixSignal.SIGTERM && !process.HasExited)
            {
                using Process? kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                kill?.WaitForExit();
            }
        });
    }
}
