using System.CommandLine;
using System.Text.Json.Nodes;

namespace Downbeat.App.Verbs.Tasks;

internal sealed class CallVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The task's name" };
    private readonly Option<string?> _args = new("--args") { Description = "Arguments by position", HelpName = "JSON" };
    private readonly Option<string?> _kwargs = new("--kwargs") { Description = "Arguments by name", HelpName = "JSON" };
    private readonly Option<string?> _countdown = new("--countdown") { Description = "Run no sooner than after this: 90, 15m, 1h", HelpName = "TIME" };
    private readonly Option<string?> _eta = new("--eta") { Description = "Run no sooner than this", HelpName = "INSTANT" };

    private readonly Option<string?> _expires = new("--expires")
    {
        Description = "Not run at or after this instant, or later than this time after it is sent", HelpName = "INSTANT|TIME",
    };

    private readonly Option<string?> _queue = new("--queue") { Description = "The queue", HelpName = "QUEUE" };
    private readonly Option<int?> _priority = new("--priority") { Description = "0 to 255, higher first", HelpName = "N" };
    private readonly Option<string?> _taskId = new("--task-id") { Description = "The task's id; a new one by default", HelpName = "ID" };
    private readonly Option<string?> _headers = new("--headers") { Description = "Headers added to the message", HelpName = "JSON" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the result" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long to wait at the most; for ever by default", HelpName = "TIME" };

    public CallVerb(IVerbHost host)
        : base(host, "call", "Send a task")
    {
        Add(_name);
        foreach (Option option in (ReadOnlySpan<Option>)
            [_args, _kwargs, _countdown, _eta, _expires, _queue, _priority, _taskId, _headers, _wait, _timeout])
        {
            Add(option);
        }
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        AsyncResult sent = await run.Get<ITaskClient>().SendAsync(ReadSignature(run), cancellationToken);
        if (run.Value(_wait))
        {
            return await ResultVerb.WaitAsync(run, sent, run.Value(_timeout), cancellationToken);
        }

        run.Output.Write(new JsonObject { ["id"] = sent.Id }, sent.Id);
        return ExitCodes.Done;
    }

    private Signature ReadSignature(VerbRun run)
    {
        JsonArray args = run.Value(_args) is { } positional ? Parsing.Json<JsonArray>("args", positional) : [];
        JsonObject kwargs = run.Value(_kwargs) is { } named ? Parsing.Json<JsonObject>("kwargs", named) : [];
        JsonObject headers = run.Value(_headers) is { } added ? Parsing.Json<JsonObject>("headers", added) : [];
        string? expires = run.Value(_expires);
        bool isInstant = expires is not null && Protocol.IsoTimestamp.TryParse(expires, out _);
        return Signature.Create(run.Value(_name)!, [.. args], ToDictionary(kwargs)) with
        {
            Options = new SendOptions
            {
                TaskId = run.Value(_taskId),
                Countdown = run.Value(_countdown) is { } countdown ? Durations.Parse("countdown", countdown) : null,
                Eta = Parsing.InstantOrNone("eta", run.Value(_eta)),
                Expires = isInstant ? Parsing.Instant("expires", expires!) : null,
                ExpiresAfter = expires is null || isInstant ? null : Durations.Parse("expires", expires),
                Queue = run.Value(_queue),
                Priority = run.Value(_priority),
                Headers = ToDictionary(headers),
            },
        };
    }

    private static Dictionary<string, object?> ToDictionary(JsonObject json)
    {
        return json.ToDictionary(field => field.Key, object? (field) => field.Value, StringComparer.Ordinal);
    }
}
