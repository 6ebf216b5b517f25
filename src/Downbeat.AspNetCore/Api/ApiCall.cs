using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Paging;
using Downbeat.Protocol;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Downbeat.AspNetCore.Api;

/// <summary>One request to the API, and what can be read from it. What cannot be read is refused with the field's name.</summary>
internal sealed class ApiCall(HttpContext context)
{
    /// <summary>The most a body may hold, in bytes.</summary>
    public const int LongestBody = 4 * 1024 * 1024;

    public HttpContext Context { get; } = context;

    public CancellationToken Aborted => Context.RequestAborted;

    public Actor Actor => Actor.Of(Context);

    public T Get<T>()
        where T : notnull => Context.RequestServices.GetRequiredService<T>();

    // The server leaves an escaped slash as it is, so that it does not part the path.
    public string Route(string name) => (Context.Request.RouteValues[name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public Guid RouteId(string what)
    {
        return Guid.TryParse(Route("id"), out Guid id) ? id : throw new NotFoundException(what, Route("id"));
    }

    public string? Query(string name)
    {
        string? text = Context.Request.Query[name];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public bool? Flag(string name)
    {
        return Query(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            string other => throw new InvalidValueException(name, other, "true, false"),
        };
    }

    public int? Number(string name)
    {
        return Query(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new InvalidValueException(name, text, "a whole number");
    }

    public DateTimeOffset? Instant(string name) => Query(name) is { } text ? Instant(name, text) : null;

    public static DateTimeOffset Instant(string field, string text)
    {
        return IsoTimestamp.TryParse(text, out DateTimeOffset instant)
            ? instant
            : throw new InvalidValueException(field, text, "an instant in ISO 8601, such as 2026-11-23T12:00:00Z");
    }

    public PageRequest Page()
    {
        return new PageRequest { Take = Number("take") ?? PageRequest.First.Take, After = Query("after") };
    }

    /// <summary>The revision that the change is made on; null when any will do.</summary>
    public long? IfMatch()
    {
        string text = Context.Request.Headers.IfMatch.ToString();
        return text is "" or "*" ? null
            : EntityTagHeaderValue.TryParse(text, out EntityTagHeaderValue? tag) && !tag.IsWeak
                && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out long revision) ? revision
            : throw new InvalidValueException("If-Match", text, "the ETag that was given with the version the change is made on");
    }

    public async Task<T> BodyAsync<T>()
        where T : class
    {
        JsonElement json = await JsonAsync().ConfigureAwait(false);
        try
        {
            return json.Deserialize<T>(ApiJson.Options) ?? throw new InvalidValueException("body", "null", "a JSON object");
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException(FieldOf(exception), null, "what the operation takes; " + exception.Message, exception);
        }
    }

    /// <summary>The body, or what stands for none when there is none.</summary>
    public async Task<T> BodyOrAsync<T>(T otherwise)
        where T : class
    {
        return Context.Request.ContentLength is 0 or null && !Context.Request.Headers.ContainsKey("Transfer-Encoding")
            ? otherwise
            : await BodyAsync<T>().ConfigureAwait(false);
    }

    public async Task<JsonObject> ObjectAsync()
    {
        return JsonObject.Create(await JsonAsync().ConfigureAwait(false)) ?? throw new InvalidValueException("body", null, "a JSON object");
    }

    /// <summary>An address within the API, under whatever prefix it is mounted.</summary>
    public string Address(string path)
    {
        ApiOperation operation = Context.GetEndpoint()!.Metadata.GetMetadata<ApiOperation>()!;
        string pattern = "/" + ((Microsoft.AspNetCore.Routing.RouteEndpoint)Context.GetEndpoint()!).RoutePattern.RawText!.TrimStart('/');
        return Context.Request.PathBase + pattern[..^operation.Path.Length] + path;
    }

    /// <summary>Refuses whoever may not do this, where it depends on what is asked.</summary>
    public async Task DemandAsync(string policy)
    {
        AuthorizationResult result = await Get<IAuthorizationService>().AuthorizeAsync(Context.User, Context, policy).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw new ForbiddenException();
        }
    }

    public void SetTag(long revision)
    {
        Context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
    }

    private async Task<JsonElement> JsonAsync()
    {
        HttpRequest request = Context.Request;
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body has to be JSON: Content-Type: application/json", StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > LongestBody)
        {
            throw TooLong();
        }

        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, Aborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody)
            {
                throw TooLong();
            }
        }

        return Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 128, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidValueException("body", document.RootElement.ValueKind, "a JSON object");
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException("body", null, "a JSON object; " + exception.Message, exception);
        }
    }

    private static BadHttpRequestException TooLong()
    {
        return new BadHttpRequestException($"The body has more than {LongestBody} bytes", StatusCodes.Status413PayloadTooLarge);
    }

    private static string FieldOf(JsonException exception) => exception.Path is { Length: > 2 } path ? path[2..] : "body";
}
