using System.CommandLine;
using Downbeat.App.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.App.Verbs;

/// <summary>One call of a verb: what was asked, and where to answer.</summary>
internal sealed class VerbRun(IVerbHost host, ParseResult parse, VerbOutput output)
{
    private IServiceProvider? _services;

    public ParseResult Parse { get; } = parse;

    public VerbOutput Output { get; } = output;

    public Places Places { get; } = new(
        parse.GetValue(GlobalOptions.Store), parse.GetValue(GlobalOptions.Broker), parse.GetValue(GlobalOptions.ResultBackend));

    public TimeProvider Time => Get<TimeProvider>();

    public T Get<T>()
        where T : notnull
    {
        _services ??= host.GetServices(Places);
        return _services.GetRequiredService<T>();
    }

    public T? Value<T>(Option<T> option) => Parse.GetValue(option);

    public T? Value<T>(Argument<T> argument) => Parse.GetValue(argument);

    /// <summary>Whether an option was written on the command line, rather than left to its default.</summary>
    public bool Has(Option option) => Parse.GetResult(option) is { Implicit: false };
}
