using System.Globalization;
using Downbeat.Accounts;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.People;

/// <summary>One's own account: password, sessions, API tokens.</summary>
internal static class MeEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        RouteGroupBuilder me = group.MapGroup("/me").RequireAuthorization(DownbeatPolicies.View).OnlyWithAccounts();
        me.MapGet("", ShowAsync);
        me.MapPost("/password", PasswordAsync);
        me.MapPost("/tokens", AddTokenAsync);
        me.MapPost("/end", EndAsync);
    }

    private static Task<IResult> ShowAsync(HttpContext context, Tokens tokens, CancellationToken cancellationToken)
    {
        return PageAsync(context, tokens, new FormState { ["role"] = "viewer", ["days"] = "90" }, secret: null, StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> PasswordAsync(
        HttpContext context, AspNetCore.Operations.People people, SignIns signIns, Tokens tokens, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        try
        {
            await people.ChangeOwnPasswordAsync(Actor.Of(context), form["current"], form["password"], signIns, cancellationToken).ConfigureAwait(false);
            return Answers.Go(context, "/sign-in", new Notice(true, TextCatalog.English["The password was changed, and all sessions have ended: sign in again."]));
        }
        catch (InvalidValueException refusal)
        {
            form.Refuse(refusal.Field is "current" ? "current" : "password", FormState.Explain(refusal));
            form["current"] = form["password"] = "";
            return await PageAsync(context, tokens, form, secret: null, StatusCodes.Status422UnprocessableEntity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> AddTokenAsync(HttpContext context, Tokens tokens, CancellationToken cancellationToken)
    {
        if (SameOrigin.HasToken(context.Request))
        {
            // Or a token that leaked could make others that outlive it.
            throw new ForbiddenException();
        }

        FormState form = FormState.Of(context.Request.Form);
        try
        {
            TimeSpan? lifetime = form.Text("days") is not { } text ? null
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 3650 ? TimeSpan.FromDays(days)
                : throw new InvalidValueException("days", text, "1 to 3650, or nothing");
            (Credential token, string secret) = await tokens.AddAsync(
                Actor.Of(context), form["token-name"], Words.ReadRole(form["role"]), lifetime, cancellationToken).ConfigureAwait(false);
            var clean = new FormState { ["role"] = "viewer", ["days"] = "90", ["made"] = token.Name };
            return await PageAsync(context, tokens, clean, secret, StatusCodes.Status200OK, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidValueException refusal)
        {
            form.Refuse(refusal.Field is "days" or "role" ? refusal.Field : "token-name", FormState.Explain(refusal));
            return await PageAsync(context, tokens, form, secret: null, StatusCodes.Status422UnprocessableEntity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> EndAsync(HttpContext context, Tokens tokens, CancellationToken cancellationToken)
    {
        Actor actor = Actor.Of(context);
        if (Guid.TryParse(context.Request.Form["credential"], out Guid credential))
        {
            await tokens.DeleteAsync(actor, actor.UserId!.Value, credential, cancellationToken).ConfigureAwait(false);
        }

        return Answers.Go(context, "/me", new Notice(true, TextCatalog.English["Ended. Nobody gets in with it any more."]));
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, Tokens tokens, FormState form, string? secret, int status, CancellationToken cancellationToken)
    {
        Actor actor = Actor.Of(context);
        var model = new MeModel
        {
            Form = form,
            Credentials = await tokens.ListAsync(actor.UserId!.Value, cancellationToken).ConfigureAwait(false),
            Role = actor.Role ?? AccountRole.Viewer,
            Current = actor.CredentialId,
            Secret = secret,
            SecretName = form.Text("made"),
        };
        return await Answers.PageAsync<MeView>(context, model, TextCatalog.English["Your account"], "me", status).ConfigureAwait(false);
    }
}
