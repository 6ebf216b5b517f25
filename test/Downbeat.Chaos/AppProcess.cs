using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Downbeat.Chaos;

/// <summary>A process of the application.</summary>
internal sealed class AppProcess : IDisposable
{
    private static readonly string App = typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(one => one.Key == "ChaosApp").Value!;

    private readonly Process _process;

    private AppProcess(string role, Process process)
    {
        Role = role;
        _process = process;
    }

    public string Role { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <param name="site">Where the files are.</param>
    /// <param name="role">Its name in the logs: <c>worker 1</c>.</param>
    /// <param name="skew">How far its clock is ahead.</param>
    /// <param name="arguments">Its command line.</param>
    public static AppProcess Start(Site site, string role, TimeSpan skew, params string[] arguments)
    {
        File.Exists(App).ShouldBeTrue($"{App} is built before the tests");

        // The shell gives its place to the application: the process id stays, the log goes to a file that nobody has to read for it to go on.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = site.Folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec dotnet exec \"$@\" >>\"$CHAOS_LOG\" 2>&1");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(App);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in site.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["CHAOS_CLOCK_SKEW"] = skew.ToString("c", CultureInfo.InvariantCulture);
        start.Environment["CHAOS_LOG"] = Path.Combine(site.Folder, $"{role}.log");
        return new AppProcess(role, Process.Start(start)!);
    }

    /// <summary>SIGKILL: it cannot do anything about it, and does nothing after it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP: it stands still, and knows nothing of it.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>SIGCONT: it goes on as if nothing had happened.</summary>
    public void Continue() => Signal("-CONT");

    /// <summary>SIGTERM: it is asked to end.</summary>
    public void Terminate() => Signal("-TERM");

    public async Task ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }
}
