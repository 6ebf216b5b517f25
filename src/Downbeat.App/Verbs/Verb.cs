using System.CommandLine;
using Downbeat.App.Output;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Verbs;

/// <summary>One verb of the command line.</summary>
internal abstract class Verb : Command
{
    protected Verb(IVerbHost host, string name, string description)
        : base(name, description)
    {
        Host = host;
        SetAction(InvokeAsync);
    }

    protected IVerbHost Host { get; }

    protected abstract Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken);

    private async Task<int> InvokeAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var output = new VerbOutput(
            parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, parse.GetValue(GlobalOptions.Json));
        var run = new VerbRun(Host, parse, output);
        try
        {
            return await RunAsync(run, cancellationToken);
        }
        catch (InvalidValueException refusal)
        {
            output.Fail(refusal.Message);
            return ExitCodes.Usage;
        }
        catch (OptionsValidationException refusal)
        {
            output.Fail(string.Join("; ", refusal.Failures));
            return ExitCodes.Usage;
        }
        catch (Exception exception) when (exception is DownbeatException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            output.Fail(exception.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Fail("cancelled");
            return ExitCodes.Failed;
        }
    }
}
