using System.Text;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>The headers that are typed.</summary>
internal enum TaskHeader
{
    Unknown,
    Lang,
    Task,
    Id,
    Shadow,
    Eta,
    Expires,
    Group,
    GroupIndex,
    Retries,
    TimeLimit,
    RootId,
    ParentId,
    ArgsRepr,
    KwargsRepr,
    Origin,
    IgnoreResult,
    ReplacedTaskNesting,
    StampedHeaders,
    Stamps,
}

/// <summary>The headers' names on the wire, ready to write and quick to find.</summary>
internal static class TaskHeaderNames
{
    public static readonly JsonEncodedText Lang = JsonEncodedText.Encode("lang");
    public static readonly JsonEncodedText Task = JsonEncodedText.Encode("task");
    public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    public static readonly JsonEncodedText Shadow = JsonEncodedText.Encode("shadow");
    public static readonly JsonEncodedText Eta = JsonEncodedText.Encode("eta");
    public static readonly JsonEncodedText Expires = JsonEncodedText.Encode("expires");
    public static readonly JsonEncodedText Group = JsonEncodedText.Encode("group");
    public static readonly JsonEncodedText GroupIndex = JsonEncodedText.Encode("group_index");
    public static readonly JsonEncodedText Retries = JsonEncodedText.Encode("retries");
    public static readonly JsonEncodedText TimeLimit = JsonEncodedText.Encode("timelimit");
    public static readonly JsonEncodedText RootId = JsonEncodedText.Encode("root_id");
    public static readonly JsonEncodedText ParentId = JsonEncodedText.Encode("parent_id");
    public static readonly JsonEncodedText ArgsRepr = JsonEncodedText.Encode("argsrepr");
    public static readonly JsonEncodedText KwargsRepr = JsonEncodedText.Encode("kwargsrepr");
    public static readonly JsonEncodedText Origin = JsonEncodedText.Encode("origin");
    public static readonly JsonEncodedText IgnoreResult = JsonEncodedText.Encode("ignore_result");
    public static readonly JsonEncodedText ReplacedTaskNesting = JsonEncodedText.Encode("replaced_task_nesting");
    public static readonly JsonEncodedText StampedHeaders = JsonEncodedText.Encode("stamped_headers");
    public static readonly JsonEncodedText Stamps = JsonEncodedText.Encode("stamps");

    public static bool IsTyped(string name)
    {
        Span<byte> utf8 = stackalloc byte[32];
        return Encoding.UTF8.TryGetBytes(name, utf8, out int written) && Find(utf8[..written]) != TaskHeader.Unknown;
    }

    public static TaskHeader Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("id"u8) ? TaskHeader.Id : TaskHeader.Unknown,
        3 => name.SequenceEqual("eta"u8) ? TaskHeader.Eta : TaskHeader.Unknown,
        4 => name.SequenceEqual("task"u8) ? TaskHeader.Task : name.SequenceEqual("lang"u8) ? TaskHeader.Lang : TaskHeader.Unknown,
        5 => name.SequenceEqual("group"u8) ? TaskHeader.Group : TaskHeader.Unknown,
        6 => name.SequenceEqual("shadow"u8) ? TaskHeader.Shadow
            : name.SequenceEqual("origin"u8) ? TaskHeader.Origin
            : name.SequenceEqual("stamps"u8) ? TaskHeader.Stamps
            : TaskHeader.Unknown,
        7 => name.SequenceEqual("expires"u8) ? TaskHeader.Expires
            : name.SequenceEqual("retries"u8) ? TaskHeader.Retries
            : name.SequenceEqual("root_id"u8) ? TaskHeader.RootId
            : TaskHeader.Unknown,
        8 => name.SequenceEqual("argsrepr"u8) ? TaskHeader.ArgsRepr : TaskHeader.Unknown,
        9 => name.SequenceEqual("timelimit"u8) ? TaskHeader.TimeLimit
            : name.SequenceEqual("parent_id"u8) ? TaskHeader.ParentId
            : TaskHeader.Unknown,
        10 => name.SequenceEqual("kwargsrepr"u8) ? TaskHeader.KwargsRepr : TaskHeader.Unknown,
        11 => name.SequenceEqual("group_index"u8) ? TaskHeader.GroupIndex : TaskHeader.Unknown,
        13 => name.SequenceEqual("ignore_result"u8) ? TaskHeader.IgnoreResult : TaskHeader.Unknown,
        15 => name.SequenceEqual("stamped_headers"u8) ? TaskHeader.StampedHeaders : TaskHeader.Unknown,
        21 => name.SequenceEqual("replaced_task_nesting"u8) ? TaskHeader.ReplacedTaskNesting : TaskHeader.Unknown,
        _ => TaskHeader.Unknown,
    };
}
