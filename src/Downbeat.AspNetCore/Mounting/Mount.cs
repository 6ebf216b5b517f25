using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>A part of an application that is Downbeat's: the API, or the site. Each of its endpoints has it among its metadata.</summary>
/// <param name="way">By which way changes are made there: <c>api</c>, <c>admin</c>.</param>
/// <param name="refuse">Answers a request that is refused or failed.</param>
internal sealed class Mount(string way, Func<HttpContext, Refusal, Task> refuse)
{
    public string Way { get; } = way;

    public Func<HttpContext, Refusal, Task> Refuse { get; } = refuse;
}
