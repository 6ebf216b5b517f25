using Downbeat.AspNetCore.Access;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>One operation of the API: what is mapped, and what the OpenAPI document tells of it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path within the API: <c>/periodic-tasks/{id}</c>.</param>
/// <param name="Policy">Who may; null for everybody.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Run">Does it.</param>
internal sealed record ApiOperation(string Method, string Path, string? Policy, string Summary, Func<ApiCall, Task<IResult>> Run)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>What the request's body holds; null for none.</summary>
    public Type? Request { get; init; }

    /// <summary>What the answer's body holds; null for none.</summary>
    public Type? Response { get; init; }

    /// <summary>The content of an answer that is no JSON.</summary>
    public string ContentType { get; init; } = "application/json";

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether it is there only where Downbeat keeps the accounts.</summary>
    public bool NeedsAccounts { get; init; }

    public static ApiOperation Get(string path, string summary, Func<ApiCall, Task<IResult>> run)
    {
        return new(HttpMethods.Get, path, DownbeatPolicies.View, summary, run);
    }

    public static ApiOperation Post(string path, string policy, string summary, Func<ApiCall, Task<IResult>> run)
    {
        return new(HttpMethods.Post, path, policy, summary, run);
    }

    public static ApiOperation Put(string path, string policy, string summary, Func<ApiCall, Task<IResult>> run)
    {
        return new(HttpMethods.Put, path, policy, summary, run);
    }

    public static ApiOperation Patch(string path, string policy, string summary, Func<ApiCall, Task<IResult>> run)
    {
        return new(HttpMethods.Patch, path, policy, summary, run);
    }

    public static ApiOperation Delete(string path, string policy, string summary, Func<ApiCall, Task<IResult>> run)
    {
        return new(HttpMethods.Delete, path, policy, summary, run) { Status = StatusCodes.Status204NoContent };
    }
}
