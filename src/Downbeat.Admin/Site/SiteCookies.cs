using System.Text;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>What the site keeps in the browser.</summary>
internal static class SiteCookies
{
    public const string Theme = "downbeat-theme";
    public const string Zone = "downbeat-zone";
    private const string NoticeName = "downbeat-notice";
    private const int LongestNotice = 600;

    public static CookieOptions Options(HttpContext context, bool isSecret) => new()
    {
        Path = SiteRoot.Of(context) is { Length: > 0 } root ? root : "/",
        HttpOnly = isSecret,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };

    /// <summary>Leaves a message for the next page.</summary>
    public static void Leave(HttpContext context, Notice notice)
    {
        string text = notice.Text.Length > LongestNotice ? notice.Text[..LongestNotice] + "…" : notice.Text;
        string value = (notice.IsGood ? "+" : "-") + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        context.Response.Cookies.Append(NoticeName, value, Options(context, isSecret: true));
    }

    /// <summary>Takes the message that was left, once.</summary>
    public static Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[NoticeName] is not { Length: > 1 } value)
        {
            return null;
        }

        context.Response.Cookies.Delete(NoticeName, Options(context, isSecret: true));
        byte[] text = new byte[value.Length];
        return Convert.TryFromBase64String(value[1..], text, out int length)
            ? new Notice(value[0] == '+', Encoding.UTF8.GetString(text, 0, length))
            : null;
    }
}
