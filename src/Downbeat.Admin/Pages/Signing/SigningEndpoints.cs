using Downbeat.Accounts;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Signing;

/// <summary>Signing in and out, and the first administrator. Only where Downbeat keeps the accounts.</summary>
internal static class SigningEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/sign-in", ShowAsync).AllowAnonymous().OnlyWithAccounts().AsPage(PageKind.SignIn);
        group.MapPost("/sign-in", SignInAsync).AllowAnonymous().OnlyWithAccounts();
        group.MapPost("/sign-out", SignOutAsync).RequireAuthorization(DownbeatPolicies.View).OnlyWithAccounts();
        group.MapGet("/first-run", ShowFirstRunAsync).AllowAnonymous().OnlyWithAccounts().AsPage(PageKind.FirstRun);
        group.MapPost("/first-run", FirstRunAsync).AllowAnonymous().OnlyWithAccounts();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, FirstRun firstRun, CancellationToken cancellationToken)
    {
        var form = new FormState { ["return"] = context.Request.Query["return"].ToString() };
        bool isFirst = await firstRun.IsNeededAsync(cancellationToken).ConfigureAwait(false);
        return await Answers.PageAsync<SignInView>(context, new SigningModel(form, isFirst), TextCatalog.English["Sign in"], "").ConfigureAwait(false);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        if (await signIns.SignInAsync(context, form["name"].Trim(), form["password"], cancellationToken).ConfigureAwait(false))
        {
            return Answers.Back(context, form.Text("return"), "/");
        }

        form["password"] = "";
        form.Refuse("form", TextCatalog.English[Refusal.WrongPassword.Detail]);
        return await Answers.PageAsync<SignInView>(
            context, new SigningModel(form, IsFirst: false), TextCatalog.English["Sign in"], "", StatusCodes.Status401Unauthorized).ConfigureAwait(false);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignIns signIns, CancellationToken cancellationToken)
    {
        await signIns.SignOutAsync(context, cancellationToken).ConfigureAwait(false);
        return Answers.Go(context, "/sign-in");
    }

    private static async Task<IResult> ShowFirstRunAsync(HttpContext context, FirstRun firstRun, CancellationToken cancellationToken)
    {
        var form = new FormState { ["token"] = context.Request.Query["token"].ToString() };
        if (!await firstRun.IsNeededAsync(cancellationToken).ConfigureAwait(false))
        {
            return Answers.Go(context, "/sign-in", new Notice(false, TextCatalog.English["There is an account already: sign in."]));
        }

        return await Answers.PageAsync<FirstRunView>(context, new SigningModel(form, IsFirst: true), TextCatalog.English["Welcome"], "").ConfigureAwait(false);
    }

    private static async Task<IResult> FirstRunAsync(HttpContext context, FirstRun firstRun, SignIns signIns, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        if (form["password"] != form["again"])
        {
            form.Refuse("again", TextCatalog.English["The two are not the same."]);
        }

        if (form.IsValid)
        {
            try
            {
                User user = await firstRun.CompleteAsync(form["token"], form["name"].Trim(), form["password"], "admin", cancellationToken).ConfigureAwait(false);
                await signIns.OpenAsync(context, user, cancellationToken).ConfigureAwait(false);
                return Answers.Go(context, "/", new Notice(true, TextCatalog.English["Welcome, {0}. You are the administrator.", user.Name]));
            }
            catch (InvalidValueException refusal)
            {
                form.Refuse(refusal.Field is "name" or "password" ? refusal.Field : "form", FormState.Explain(refusal));
            }
        }

        form["password"] = form["again"] = "";
        return await Answers.PageAsync<FirstRunView>(
            context, new SigningModel(form, IsFirst: true), TextCatalog.English["Welcome"], "", StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
    }
}
