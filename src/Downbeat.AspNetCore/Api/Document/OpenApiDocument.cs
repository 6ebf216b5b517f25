using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api.Document;

/// <summary>
/// The OpenAPI document, made of the same table that the endpoints are mapped from: what is not in it is not there, and what is there is in it.
/// </summary>
internal static class OpenApiDocument
{
    public static JsonObject Create(IReadOnlyList<ApiOperation> operations, string server)
    {
        var schemas = new ApiSchemas();
        var paths = new JsonObject();
        foreach (IGrouping<string, ApiOperation> path in operations.GroupBy(operation => operation.Path, StringComparer.Ordinal))
        {
            paths[path.Key] = new JsonObject(path.Select(operation =>
                KeyValuePair.Create<string, JsonNode?>(operation.Method.ToLowerInvariant(), Describe(operation, schemas))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Downbeat",
                ["version"] = "1",
                ["description"] = "Periodic tasks, results, queues and the people who look after them. Instants are UTC in ISO 8601, times are seconds. "
                    + "Lists are read page by page: send next as after. Secrets are masked; a mask that is sent back unchanged keeps what it stands for.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API token: dbt_…" },
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = Access.SessionCookie.Name },
                },
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["session"] = new JsonArray() }),
        };
    }

    private static JsonObject Describe(ApiOperation operation, ApiSchemas schemas)
    {
        var json = new JsonObject
        {
            ["operationId"] = IdOf(operation),
            ["tags"] = new JsonArray(operation.Path.Split('/')[1]),
            ["summary"] = operation.Summary,
        };
        if (operation.Policy is { } policy)
        {
            json["description"] = $"Needs the policy {policy}.";
        }
        else
        {
            json["security"] = new JsonArray();
        }

        if (operation.Parameters.Count > 0)
        {
            json["parameters"] = new JsonArray([.. operation.Parameters.Select(Describe)]);
        }

        if (operation.Request is { } request)
        {
            json["requestBody"] = new JsonObject { ["content"] = Content("application/json", schemas.Reference(request)) };
        }

        json["responses"] = Responses(operation, schemas);
        return json;
    }

    private static JsonObject Responses(ApiOperation operation, ApiSchemas schemas)
    {
        var done = new JsonObject { ["description"] = "Done" };
        if (operation.Response is { } response)
        {
            done["content"] = Content(operation.ContentType, schemas.Reference(response));
        }
        else if (operation.Status == StatusCodes.Status200OK)
        {
            done["content"] = Content(operation.ContentType, new JsonObject { ["type"] = "string" });
        }

        return new JsonObject
        {
            [operation.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = done,
            ["default"] = new JsonObject
            {
                ["description"] = "Refused or failed",
                ["content"] = Content(Mounting.Problem.ContentType, schemas.Reference(typeof(ProblemModel))),
            },
        };
    }

    private static JsonNode Describe(ApiParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Words is { } words)
        {
            schema["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        }

        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.Place,
            ["required"] = parameter.Place == "path",
            ["description"] = parameter.Description,
            ["schema"] = schema,
        };
    }

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    // get_periodic_tasks_id_history
    private static string IdOf(ApiOperation operation)
    {
        IEnumerable<string> parts = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('{', '}').Replace('-', '_'));
        return string.Join('_', parts.Prepend(operation.Method.ToLowerInvariant()));
    }
}
