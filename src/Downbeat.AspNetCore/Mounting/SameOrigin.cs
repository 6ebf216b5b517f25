using Downbeat.AspNetCore.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>
/// Refuses writes that another site makes a browser send. Browsers say where a request comes from, in Sec-Fetch-Site or in Origin; a write that
/// comes with neither is no browser's and needs a token, which no other site can send along.
/// </summary>
internal sealed class SameOrigin(IOptions<DownbeatAccessOptions> options)
{
    private const string Bearer = "Bearer ";

    public Refusal? Refuse(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HasToken(request))
        {
            return null;
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        string? origin = request.Headers[HeaderNames.Origin];
        if (origin is not null && options.Value.TrustedOrigins.Contains(origin))
        {
            return null;
        }

        bool isSame = site is not null ? site is "same-origin" or "none" : origin is not null && IsOfHost(origin, request.Host);
        return isSame ? null : Refusal.Forbidden with
        {
            Kind = "cross-site",
            Title = "Refused: it may come from another site",
            Detail = site is null && origin is null
                ? "The request says neither Origin nor Sec-Fetch-Site, as browsers do. Programs send an API token: Authorization: Bearer dbt_…"
                : $"The request comes from {origin ?? site}, this is {request.Host}. Behind a proxy that changes the host, name the origin in TrustedOrigins.",
        };
    }

    public static bool HasToken(HttpRequest request)
    {
        return request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
    }

    public static string ReadToken(HttpRequest request) => request.Headers.Authorization.ToString()[Bearer.Length..].Trim();

    private static bool IsOfHost(string origin, HostString host)
    {
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            && string.Equals(uri.Authority, Canonical(host, uri.Scheme), StringComparison.OrdinalIgnoreCase);
    }

    // Uri.Authority leaves the scheme's own port out.
    private static string Canonical(HostString host, string scheme)
    {
        int usual = scheme == "https" ? 443 : 80;
        return host.Port == usual ? host.Host : host.Value ?? "";
    }
}
