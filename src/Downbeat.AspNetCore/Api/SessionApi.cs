using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionApi
{
    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get("/session", "Who asks, and what that is allowed", ShowAsync) with { Response = typeof(SessionModel) },
        new(HttpMethods.Post, "/session", Policy: null, "Signs in; the answer sets a cookie", SignInAsync)
        {
            Request = typeof(SignInModel), Status = StatusCodes.Status204NoContent, NeedsAccounts = true,
        },
        ApiOperation.Delete("/session", DownbeatPolicies.View, "Signs out", SignOutAsync) with { NeedsAccounts = true },
        new(HttpMethods.Post, "/first-run", Policy: null, "Makes the first administrator with the token that was printed, and signs in", FirstRunAsync)
        {
            Request = typeof(FirstRunModel), Status = StatusCodes.Status204NoContent, NeedsAccounts = true,
        },
    ];

    private static async Task<IResult> ShowAsync(ApiCall call)
    {
        Actor actor = call.Actor;
        IAuthorizationService authorization = call.Get<IAuthorizationService>();
        var may = new List<string>();
        foreach (string policy in DownbeatPolicies.All)
        {
            if ((await authorization.AuthorizeAsync(call.Context.User, call.Context, policy).ConfigureAwait(false)).Succeeded)
            {
                may.Add(policy["Downbeat.".Length..].ToLowerInvariant());
            }
        }

        string? role = actor.Role is { } own ? Words.Of(own) : null;
        bool hasAccounts = call.Get<ProtectionFinder>().Of(call.Context.GetEndpoint()!.Metadata) == Protection.Accounts;
        return Answer.Json(new SessionModel(actor.Name, role, hasAccounts, may));
    }

    private static async Task<IResult> SignInAsync(ApiCall call)
    {
        SignInModel body = await call.BodyAsync<SignInModel>().ConfigureAwait(false);
        if (await call.Get<SignIns>().SignInAsync(call.Context, body.Name, body.Password, call.Aborted).ConfigureAwait(false))
        {
            return Answer.Nothing();
        }

        await Problem.WriteAsync(call.Context, Refusal.WrongPassword).ConfigureAwait(false);
        return Results.Empty;
    }

    private static async Task<IResult> SignOutAsync(ApiCall call)
    {
        await call.Get<SignIns>().SignOutAsync(call.Context, call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> FirstRunAsync(ApiCall call)
    {
        FirstRunModel body = await call.BodyAsync<FirstRunModel>().ConfigureAwait(false);
        User user = await call.Get<FirstRun>().CompleteAsync(body.Token, body.Name, body.Password, call.Actor.Way, call.Aborted).ConfigureAwait(false);
        await call.Get<SignIns>().OpenAsync(call.Context, user, call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }
}
