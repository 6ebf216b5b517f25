using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>Refuses forms that no page of this site made for this browser, and anything that is sent but is no form.</summary>
internal static class FormGuard
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        SecurityHeaders.Write(context);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            IFormCollection? form = context.Request.HasFormContentType
                ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false)
                : null;
            if (form is null || !FormToken.IsGenuine(context, form))
            {
                await Pages.Errors.ErrorPage.RefuseAsync(context, Forged).ConfigureAwait(false);
                return TypedResults.Empty;
            }
        }

        return await next(invocation).ConfigureAwait(false);
    }

    private static Refusal Forged { get; } = Refusal.Forbidden with
    {
        Kind = "forged",
        Title = "Refused: the form is not from this site, or is too old",
        Detail = "Nothing was changed. Go back, load the page again and send the form once more. Cookies have to be allowed.",
    };
}
