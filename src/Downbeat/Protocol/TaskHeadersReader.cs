using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Collects headers in the order in which they come; of two with one name the last counts, as in Python.</summary>
internal struct TaskHeadersReader
{
    private const string Required = "text that is not empty";

    private string? _lang;
    private string? _task;
    private string? _id;
    private string? _shadow;
    private DateTimeOffset? _eta;
    private DateTimeOffset? _expires;
    private string? _group;
    private int? _groupIndex;
    private int _retries;
    private TimeLimits _timeLimits;
    private string? _rootId;
    private string? _parentId;
    private string? _argsRepr;
    private string? _kwargsRepr;
    private string? _origin;
    private bool _ignoreResult;
    private int _replacedTaskNesting;
    private List<string>? _stampedHeaders;
    private JsonElement? _stamps;
    private ExtraFields _extra;

    /// <summary>Whether there is a task: without one it is no message of protocol 2.</summary>
    public readonly bool NamesTask => _task is not null;

    public readonly TaskHeaders ToHeaders() => new()
    {
        Lang = _lang ?? "",
        Task = _task ?? throw new InvalidMessageException("task", "missing", Required),
        Id = _id ?? throw new InvalidMessageException("id", "missing", Required),
        Shadow = _shadow,
        Eta = _eta,
        Expires = _expires,
        Group = _group,
        GroupIndex = _groupIndex,
        Retries = _retries,
        TimeLimits = _timeLimits,
        RootId = _rootId,
        ParentId = _parentId,
        ArgsRepr = _argsRepr ?? "",
        KwargsRepr = _kwargsRepr ?? "",
        Origin = _origin,
        IgnoreResult = _ignoreResult,
        ReplacedTaskNesting = _replacedTaskNesting,
        StampedHeaders = _stampedHeaders,
        Stamps = _stamps,
        Extra = _extra.Fields,
    };

    /// <summary>Takes the header whose name the reader stands on, value included.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        TaskHeader header = TaskHeaderNames.Find(JsonField.Name(ref reader));
        if (header == TaskHeader.Unknown)
        {
            _extra.Add(ref reader);
            return;
        }

        reader.Read();
        switch (header)
        {
            case TaskHeader.Lang:
                _lang = JsonField.Text(ref reader, "lang", "py");
                break;
            case TaskHeader.Task:
                _task = JsonField.RequiredText(ref reader, "task");
                break;
            case TaskHeader.Id:
                _id = JsonField.RequiredText(ref reader, "id");
                break;
            case TaskHeader.Shadow:
                _shadow = JsonField.Text(ref reader, "shadow");
                break;
            case TaskHeader.Eta:
                _eta = JsonField.Instant(ref reader, "eta");
                break;
            case TaskHeader.Expires:
                _expires = JsonField.Instant(ref reader, "expires");
                break;
            case TaskHeader.Group:
                _group = JsonField.Text(ref reader, "group");
                break;
            case TaskHeader.GroupIndex:
                _groupIndex = JsonField.Whole(ref reader, "group_index");
                break;
            case TaskHeader.Retries:
                _retries = JsonField.Whole(ref reader, "retries", least: 0) ?? 0;
                break;
            case TaskHeader.TimeLimit:
                _timeLimits = ReadTimeLimits(ref reader);
                break;
            case TaskHeader.RootId:
                _rootId = JsonField.Text(ref reader, "root_id", _id);
                break;
            case TaskHeader.ParentId:
                _parentId = JsonField.Text(ref reader, "parent_id", _rootId);
                break;
            case TaskHeader.ArgsRepr:
                _argsRepr = JsonField.Text(ref reader, "argsrepr", "()");
                break;
            case TaskHeader.KwargsRepr:
                _kwargsRepr = JsonField.Text(ref reader, "kwargsrepr", "{}");
                break;
            case TaskHeader.Origin:
                _origin = JsonField.Text(ref reader, "origin");
                break;
            case TaskHeader.IgnoreResult:
                _ignoreResult = JsonField.Flag(ref reader, "ignore_result") ?? false;
                break;
            case TaskHeader.ReplacedTaskNesting:
                _replacedTaskNesting = JsonField.Whole(ref reader, "replaced_task_nesting") ?? 0;
                break;
            case TaskHeader.StampedHeaders:
                _stampedHeaders = ReadNames(ref reader);
                break;
            case TaskHeader.Stamps:
                _stamps = reader.TokenType == JsonTokenType.Null ? null : JsonText.Value(ref reader);
                break;
        }
    }

    private static TimeLimits ReadTimeLimits(ref Utf8JsonReader reader)
    {
        const string Pair = "[hard, soft] in seconds, each a number or null";
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonField.Refusal(ref reader, "timelimit", Pair);
        }

        reader.Read();
        double? hard = reader.TokenType == JsonTokenType.EndArray ? throw Miscounted() : JsonField.Seconds(ref reader, "timelimit");
        reader.Read();
        double? soft = reader.TokenType == JsonTokenType.EndArray ? throw Miscounted() : JsonField.Seconds(ref reader, "timelimit");
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray ? new TimeLimits(hard, soft) : throw Miscounted();

        static InvalidMessageException Miscounted() => new("timelimit", "a list that is not a pair", Pair);
    }

    private static List<string>? ReadNames(ref Utf8JsonReader reader)
    {
        const string Names = "a list of texts, or null";
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonField.Refusal(ref reader, "stamped_headers", Names);
        }

        List<string> names = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            names.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw JsonField.Refusal(ref reader, "stamped_headers", Names));
        }

        return names;
    }
}
