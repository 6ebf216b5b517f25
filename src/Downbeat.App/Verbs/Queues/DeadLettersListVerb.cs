using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.App.Output;
using Downbeat.Brokers;
using Downbeat.Paging;
using Spectre.Console;

namespace Downbeat.App.Verbs.Queues;

internal sealed class DeadLettersListVerb : Verb
{
    private readonly DeadLetterOptions _selection;

    private readonly Option<int> _take = new("--take")
    {
        Description = "At most so many, newest first", HelpName = "N", DefaultValueFactory = _ => 100,
    };

    public DeadLettersListVerb(IVerbHost host)
        : base(host, "list", "List the messages that could not be handled, and why")
    {
        _selection = new DeadLetterOptions(this, isChange: false);
        Add(_take);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var page = new PageRequest { Take = run.Value(_take) };
        Page<DeadLetter> letters = await run.Get<IBroker>().DeadLetters.ListAsync(_selection.Read(run), page, cancellationToken);
        run.Output.Write(new JsonArray([.. letters.Items.Select(ToJson)]), console => Show(console, letters));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(DeadLetter letter) => new()
    {
        ["task_id"] = letter.Message.Headers.Id,
        ["task"] = letter.Message.Headers.Task,
        ["queue"] = letter.Queue,
        ["reason"] = letter.Reason,
        ["dead_at"] = Texts.Of(letter.DeadAt),
        ["deliveries"] = letter.Deliveries,
        ["args"] = letter.Message.Headers.ArgsRepr,
        ["kwargs"] = letter.Message.Headers.KwargsRepr,
        ["body"] = Body(letter.Message.Body),
    };

    private static JsonNode? Body(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body.Span);
        }
    }

    private static void Show(IAnsiConsole console, Page<DeadLetter> letters)
    {
        Table table = Tables.Create("dead at", "queue", "task", "id", "reason");
        foreach (DeadLetter letter in letters.Items)
        {
            table.Add(Texts.Of(letter.DeadAt), letter.Queue, letter.Message.Headers.Task, letter.Message.Headers.Id, letter.Reason);
        }

        console.Write(table);
        if (letters.Next is not null)
        {
            console.WriteLine("There are more: see --take.");
        }
    }
}
