using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Access;

/// <summary>The cookie that holds a session's secret. Scripts cannot read it, other sites cannot send it along with a form.</summary>
internal static class SessionCookie
{
    public const string Name = "downbeat-session";

    public static string? Read(HttpContext context)
    {
        return context.Request.Cookies[Name] is { Length: > 0 and <= Secrets.Longest } secret ? secret : null;
    }

    public static void Write(HttpContext context, string secret, TimeSpan longest)
    {
        context.Response.Cookies.Append(Name, secret, Options(context, longest));
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, longest: null));

    private static CookieOptions Options(HttpContext context, TimeSpan? longest) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = longest,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
