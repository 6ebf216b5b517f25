using System.Diagnostics;
using System.Reflection;

namespace Downbeat.Beat.Tests.Together;

/// <summary>A beat in a process of its own.</summary>
internal sealed class BeatProcess : IDisposable
{
    private static readonly string Program = typeof(BeatProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(one => one.Key == "TestHost").Value!;

    private readonly Process _process;

    public BeatProcess(Files files)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Program, files.Store, files.Broker]) { RedirectStandardInput = true, UseShellExecute = false })!;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Ends it at once, wherever it stands: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.ExitCode.ShouldBe(0);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
