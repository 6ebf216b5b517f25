namespace Downbeat.AspNetCore.Api;

/// <summary>A parameter of an operation, as the OpenAPI document tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands: <c>path</c>, <c>query</c>, <c>header</c>.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Description">What it says.</param>
internal sealed record ApiParameter(string Name, string Place, string Type, string Description)
{
    /// <summary>The words it may be; any when null.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    public static ApiParameter Path(string name, string description) => new(name, "path", "string", description);

    public static ApiParameter Query(string name, string description, params string[] words)
    {
        return new(name, "query", "string", description) { Words = words.Length == 0 ? null : words };
    }

    public static ApiParameter Flag(string name, string description) => new(name, "query", "boolean", description);

    public static ApiParameter Number(string name, string description) => new(name, "query", "integer", description);

    public static ApiParameter Header(string name, string description) => new(name, "header", "string", description);

    /// <summary>What every list takes.</summary>
    public static ApiParameter[] Paging { get; } =
    [
        Number("take", "At most so many, 1 to 1000; default 100."),
        Query("after", "Where the page before ended: its next."),
    ];

    public static ApiParameter IfMatch { get; } = Header("If-Match", "The ETag of the version the change is made on; without it the newest is changed.");
}
