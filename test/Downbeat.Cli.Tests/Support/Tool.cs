using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Downbeat.Cli.Tests.Support;

/// <summary>A program as a process of its own, in a folder of the test's.</summary>
internal sealed partial class Tool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Tool(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public static string Downbeat { get; } = Path.Combine(AppContext.BaseDirectory, "Downbeat.Cli.dll");

    public static string Quickstart { get; } = Find("Quickstart");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int Id => _process.Id;

    public static Tool Start(Folder folder, string program, params string[] args) => Start(folder, [], program, args);

    public static Tool Start(Folder folder, (string Name, string Value)[] environment, string program, params string[] args)
    {
        var tool = new Tool(new Process { StartInfo = StartInfo(folder, environment, program, args) });
        tool._process.Start();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Answer> RunAsync(Folder folder, string program, string[] args, string? input = null, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = StartInfo(folder, environment, program, args);
        start.RedirectStandardInput = true;
        using var process = new Process { StartInfo = start };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Answer(process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the program has said something.</summary>
    public async Task<Match> SaysAsync(Regex words)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (words.Match(Output) is { Success: true } match)
            {
                return match;
            }

            (watch.Elapsed < Patience && !_process.HasExited).ShouldBeTrue($"it never said {words}:\n{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>The address at which the program serves its health.</summary>
    public async Task<Uri> UrlAsync() => new((await SaysAsync(Listening())).Groups["url"].Value);

    public async Task<int> StopAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string Find(string project)
    {
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string bin = Path.GetDirectoryName(Path.GetDirectoryName(here))!;
        return Path.Combine(bin, project, Path.GetFileName(here), $"{project}.dll");
    }

    private static ProcessStartInfo StartInfo(Folder folder, (string Name, string Value)[] environment, string program, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. args])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    [GeneratedRegex(@"Health and metrics at (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
