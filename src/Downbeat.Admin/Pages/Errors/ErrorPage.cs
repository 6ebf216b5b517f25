using Downbeat.Admin.Site;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Pages.Errors;

/// <summary>What people see instead of the page they asked for.</summary>
internal static class ErrorPage
{
    public static async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        SecurityHeaders.Write(context);
        if (refusal.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        IResult page = await Answers.PageAsync<ErrorView>(context, refusal, refusal.Title, "", refusal.Status).ConfigureAwait(false);
        await page.ExecuteAsync(context).ConfigureAwait(false);
    }
}
