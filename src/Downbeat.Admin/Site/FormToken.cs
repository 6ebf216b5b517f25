using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>
/// Shows that a form was made by this site for this browser: a random value in a cookie that no other site can read or set, and the same value in
/// every form. It needs no keys that several servers would have to share.
/// </summary>
internal static class FormToken
{
    public const string Field = "form-token";
    private const string CookieName = "downbeat-form";
    private const int Length = 32;

    /// <summary>The browser's value; a new one when it has none.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items[typeof(FormToken)] is string known)
        {
            return known;
        }

        string? sent = context.Request.Cookies[CookieName];
        string token = sent?.Length == Length ? sent : RandomNumberGenerator.GetHexString(Length, lowercase: true);
        if (token != sent)
        {
            context.Response.Cookies.Append(CookieName, token, SiteCookies.Options(context, isSecret: true));
        }

        context.Items[typeof(FormToken)] = token;
        return token;
    }

    /// <summary>Whether a form comes from a page of this site.</summary>
    public static bool IsGenuine(HttpContext context, IFormCollection form)
    {
        byte[] sent = Encoding.UTF8.GetBytes(form[Field].ToString());
        byte[] expected = Encoding.UTF8.GetBytes(context.Request.Cookies[CookieName] ?? "");
        return expected.Length == Length && CryptographicOperations.FixedTimeEquals(sent, expected);
    }
}
