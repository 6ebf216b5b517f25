using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Downbeat.App.Verbs.Running;

/// <summary>A verb that goes on until it is stopped.</summary>
internal abstract class RunVerb : Verb
{
    private readonly Option<int?> _port;

    private readonly Option<string> _bind = new("--bind")
    {
        Description = "The address of the port", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<string?> _logLevel = new("--log-level", "-l")
    {
        Description = "trace, debug, information, warning, error or critical", HelpName = "LEVEL",
    };

    protected RunVerb(IVerbHost host, string name, string description, int? defaultPort)
        : base(host, name, description)
    {
        string otherwise = defaultPort is null ? "none by default" : "0 for any that is free";
        _port = new Option<int?>("--port")
        {
            Description = $"Serve /healthz, /readyz and /metrics on this port; {otherwise}",
            HelpName = "PORT",
            DefaultValueFactory = _ => defaultPort,
        };
        Add(_port);
        Add(_bind);
        Add(_logLevel);
    }

    protected abstract RunRequest Read(VerbRun run);

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        if (run.Value(_port) is { } port and (< 0 or > 65_535))
        {
            throw new InvalidValueException("--port", port, "0 to 65535");
        }

        RunRequest request = Read(run) with { Port = run.Value(_port), Bind = run.Value(_bind)!, LogLevel = ReadLogLevel(run) };
        await Host.RunAsync(run.Places, request, cancellationToken);
        return ExitCodes.Done;
    }

    private LogLevel? ReadLogLevel(VerbRun run)
    {
        return run.Value(_logLevel) is not { } text ? null
            : text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out LogLevel level) ? level
            : string.Equals(text, "info", StringComparison.OrdinalIgnoreCase) ? LogLevel.Information
            : throw new InvalidValueException("--log-level", text, "trace, debug, information, warning, error, critical, none");
    }
}
