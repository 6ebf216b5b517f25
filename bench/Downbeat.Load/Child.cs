using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Downbeat.Load;

/// <summary>This program again, in a process of its own; it ends when its standard input does.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process)
    {
        _process = process;
    }

    public static Child Start(string role, string file)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["exec", Assembly.GetExecutingAssembly().Location, "child", role, file])
        {
            start.ArgumentList.Add(argument);
        }

        return new Child(Process.Start(start)!);
    }

    /// <summary>The child's side.</summary>
    public static async Task<int> RunAsync(string role, string file)
    {
        await using Application application = await Application.StartAsync(file, worker: true, beat: role == "idle");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Environment.CpuUsage.TotalTime.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    /// <summary>The CPU time it has used so far.</summary>
    public async Task<double> CpuSecondsAsync()
    {
        await _process.StandardInput.WriteLineAsync("cpu");
        return double.Parse((await _process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public double PeakMegabytes()
    {
        _process.Refresh();
        return _process.PeakWorkingSet64 / (1024.0 * 1024);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
