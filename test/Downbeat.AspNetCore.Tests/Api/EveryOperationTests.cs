using System.Net;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api;
using Downbeat.AspNetCore.Tests.Support;

namespace Downbeat.AspNetCore.Tests.Api;

/// <summary>What holds for every operation there is, whichever come.</summary>
public sealed class EveryOperationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_gets_in_without_signing_in_and_nobody_writes_from_elsewhere()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient nobody = site.Browser();
        using HttpClient elsewhere = site.Browser("https://evil.example");
        await site.AddUserAsync("root", AccountRole.Administrator);

        foreach (ApiOperation operation in ApiOperations.All)
        {
            if (operation.Policy is not null)
            {
                await SendAsync(nobody, operation).RefusedAsync(HttpStatusCode.Unauthorized, "not-signed-in");
            }
            else
            {
                await SendAsync(elsewhere, operation).RefusedAsync(HttpStatusCode.Forbidden, "cross-site");
            }
        }
    }

    [Fact]
    public async Task A_session_serves_no_write_from_elsewhere()
    {
        await using Site site = await Site.StartAsync();
        await site.AddUserAsync("root", AccountRole.Administrator);
        using HttpClient root = await site.SignInAsync("root");
        root.DefaultRequestHeaders.Remove("Origin");
        root.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        foreach (ApiOperation operation in ApiOperations.All.Where(one => one.Method != "GET"))
        {
            await SendAsync(root, operation).RefusedAsync(HttpStatusCode.Forbidden, "cross-site");
        }
    }

    [Theory]
    [InlineData(AccountRole.Viewer)]
    [InlineData(AccountRole.Operator)]
    [InlineData(AccountRole.Manager)]
    public async Task A_role_does_nothing_that_is_above_it(AccountRole role)
    {
        await using Site site = await Site.StartAsync();
        using HttpClient program = await site.ProgramAsync(role);

        foreach (ApiOperation operation in ApiOperations.All.Where(one => one.Policy is not null && one.Path != "/session"))
        {
            bool isAbove = Array.IndexOf(DownbeatPolicies.All, operation.Policy) > (int)role;
            HttpStatusCode status = (await SendAsync(program, operation)).StatusCode;
            (status == HttpStatusCode.Forbidden).ShouldBe(isAbove || operation.Path == "/session/tokens", $"{operation.Method} {operation.Path}: {status}");
        }
    }

    [Fact]
    public async Task A_body_that_is_none_is_refused_in_words()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient root = await site.ProgramAsync(AccountRole.Administrator);

        foreach (ApiOperation operation in ApiOperations.All.Where(one => one.Request is not null && one.Path is not ("/session/tokens")))
        {
            await SendAsync(root, operation, "{\"name\":").RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
            await SendAsync(root, operation, "[1]").RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
            if (operation.Method != "PATCH")
            {
                await SendAsync(root, operation, "{\"no_such_field\": 1}").RefusedAsync(HttpStatusCode.BadRequest, "invalid-value");
            }

            await SendAsync(root, operation, "name=ada", "application/x-www-form-urlencoded").RefusedAsync(HttpStatusCode.UnsupportedMediaType, "bad-request");
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient root = await site.ProgramAsync(AccountRole.Administrator);
        string body = $"{{\"task\": \"{new string('x', 10 * 1024 * 1024)}\"}}";

        // The server does not read what it refuses; who asks first is told before the connection ends.
        root.DefaultRequestHeaders.ExpectContinue = true;

        await SendAsync(root, ApiOperations.All.Single(one => one.Path == "/tasks/send"), body).RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "bad-request");
    }

    [Fact]
    public async Task The_document_tells_of_every_operation_and_its_references_lead_somewhere()
    {
        await using Site site = await Site.StartAsync();
        using HttpClient viewer = await site.ProgramAsync(AccountRole.Viewer);

        JsonNode document = await viewer.GetAsync("/api/v1/openapi.json", Token).DoneAsync();

        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        document["servers"]![0]!["url"]!.GetValue<string>().ShouldBe("/api/v1");
        document["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count).ShouldBe(ApiOperations.All.Count);
        string[] ids = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(one => one.Value!["operationId"]!.GetValue<string>())];
        ids.Distinct().Count().ShouldBe(ids.Length);
        foreach (string reference in References(document))
        {
            Find(document, reference).ShouldNotBeNull(reference);
        }

        foreach (ApiOperation operation in ApiOperations.All)
        {
            foreach (string part in operation.Path.Split('/').Where(part => part.StartsWith('{')))
            {
                operation.Parameters.ShouldContain(parameter => parameter.Place == "path" && "{" + parameter.Name + "}" == part, operation.Path);
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, ApiOperation operation, string? body = null, string type = "application/json")
    {
        string path = operation.Path.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal)
            .Replace("{credential}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), "/api/v1" + path);
        if (operation.Request is not null)
        {
            request.Content = new StringContent(body ?? "{}", System.Text.Encoding.UTF8, type);
        }

        return await client.SendAsync(request, Token);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(field => field.Key == "$ref" ? [field.Value!.GetValue<string>()] : References(field.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Find(JsonNode document, string reference)
    {
        JsonNode? node = document;
        foreach (string part in reference.Split('/').Skip(1))
        {
            node = node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : node?[part];
        }

        return node;
    }
}
