using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>What happens to every request of a mount before and after its endpoint.</summary>
internal static class MountFilter
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next, Mount mount)
    {
        HttpContext context = invocation.HttpContext;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        if (context.RequestServices.GetRequiredService<SameOrigin>().Refuse(context) is { } forged)
        {
            await mount.Refuse(context, forged).ConfigureAwait(false);
            return Results.Empty;
        }

        try
        {
            object? result = await next(invocation).ConfigureAwait(false);

            // Run here, so that what goes wrong while the answer is made is refused in the same words.
            if (result is IResult answer)
            {
                await answer.ExecuteAsync(context).ConfigureAwait(false);
                return Results.Empty;
            }

            return result;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await mount.Refuse(context, Explain(context, exception)).ConfigureAwait(false);
            return Results.Empty;
        }
    }

    private static Refusal Explain(HttpContext context, Exception exception)
    {
        if (Refusal.Of(exception) is { } refusal)
        {
            // Who named the version it must be is told that it no longer is.
            bool isPrecondition = exception is ConflictException && context.Request.Headers.ContainsKey("If-Match");
            return isPrecondition ? refusal with { Status = StatusCodes.Status412PreconditionFailed } : refusal;
        }

        Log.Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MountFilter)), exception, context.Request.Path);
        return Refusal.Broken;
    }
}
