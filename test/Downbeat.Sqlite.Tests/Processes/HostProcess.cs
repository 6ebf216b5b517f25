using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Threading.Channels;
using Downbeat.ComplianceTests;

namespace Downbeat.Sqlite.Tests.Processes;

/// <summary>A process that uses a file, and can be killed while it does.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly string Program = typeof(HostProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "TestHost").Value!;

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it is ready to begin.</summary>
    public static async Task<HostProcess> StartAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = new HostProcess(Process.Start(info)!);
        (await host.ReadAsync()).ShouldBe("ready");
        return host;
    }

    /// <summary>Starts several, and lets them begin at one moment.</summary>
    public static async Task<HostProcess[]> StartTogetherAsync(params string[][] arguments)
    {
        HostProcess[] hosts = await Task.WhenAll(arguments.Select(StartAsync));
        Array.ForEach(hosts, host => host.Tell());
        return hosts;
    }

    /// <summary>Writes a line: it begins, or stops.</summary>
    public void Tell() => _process.StandardInput.WriteLine();

    public async Task<string> ReadAsync()
    {
        try
        {
            return await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ComplianceTest.Deadline);
        }
        catch (ChannelClosedException exception)
        {
            throw new InvalidOperationException($"the process ended: {string.Join('\n', _errors)}", exception);
        }
    }

    public async Task<List<string>> ReadAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add(await ReadAsync());
        }

        return lines;
    }

    /// <summary>Kills it as the system does that is out of memory, and tells what it still had said.</summary>
    public Task<List<string>> KillAsync()
    {
        _process.Kill();
        return EndAsync();
    }

    /// <summary>Asks it to stop, and tells what it still had said.</summary>
    public async Task<List<string>> StopAsync()
    {
        Tell();
        List<string> rest = await EndAsync();
        _process.ExitCode.ShouldBe(0, string.Join('\n', _errors));
        return rest;
    }

    public async Task<List<string>> EndAsync()
    {
        var rest = new List<string>();
        await foreach (string line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            rest.Add(line);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(ComplianceTest.Deadline);
        return rest;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
