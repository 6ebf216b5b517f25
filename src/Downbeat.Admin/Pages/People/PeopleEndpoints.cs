using Downbeat.Accounts;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations;
using Downbeat.Paging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.People;

/// <summary>The addresses of people, where Downbeat keeps the accounts.</summary>
internal static class PeopleEndpoints
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder group)
    {
        RouteGroupBuilder people = group.MapGroup("/people").RequireAuthorization(DownbeatPolicies.Administer).OnlyWithAccounts();
        people.MapGet("", ListAsync);
        people.MapGet("/add", (Delegate)ShowAddAsync);
        people.MapPost("/add", AddAsync);
        people.MapGet("/{id:guid}", ShowAsync);
        people.MapPost("/{id:guid}", ChangeAsync);
        people.MapPost("/{id:guid}/password", SetPasswordAsync);
        people.MapPost("/{id:guid}/delete", DeleteAsync);
        people.MapPost("/{id:guid}/end", EndAsync);
        group.MapGet("/audit", AuditAsync).RequireAuthorization(DownbeatPolicies.Administer);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, AspNetCore.Operations.People people, string? after, CancellationToken cancellationToken)
    {
        Page<User> page = await people.ListAsync(new PageRequest { Take = PageSize, After = after }, cancellationToken).ConfigureAwait(false);
        return await Answers.PageAsync<PeopleView>(context, new PeopleModel(page, after), TextCatalog.English["People"], "people").ConfigureAwait(false);
    }

    private static Task<IResult> ShowAddAsync(HttpContext context)
    {
        return Answers.PageAsync<AddPersonView>(context, new FormState { ["role"] = "operator" }, TextCatalog.English["Add somebody"], "people");
    }

    private static async Task<IResult> AddAsync(HttpContext context, AspNetCore.Operations.People people, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        try
        {
            User user = await people.AddAsync(
                Actor.Of(context), form["name"].Trim(), form["password"], Words.ReadRole(form["role"]), cancellationToken).ConfigureAwait(false);
            return Answers.Go(context, $"/people/{user.Id}", new Notice(true, TextCatalog.English["‘{0}’ was added.", user.Name]));
        }
        catch (InvalidValueException refusal)
        {
            form["password"] = "";
            form.Refuse(refusal.Field is "name" or "password" or "role" ? refusal.Field : "name", FormState.Explain(refusal));
            return await Answers.PageAsync<AddPersonView>(
                context, form, TextCatalog.English["Add somebody"], "people", StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AspNetCore.Operations.People people, Tokens tokens, AuditTrail audit, Guid id, CancellationToken cancellationToken)
    {
        User user = await people.GetAsync(id, cancellationToken).ConfigureAwait(false);
        var form = new FormState { ["name"] = user.Name, ["role"] = Words.Of(user.Role), ["active"] = user.IsActive ? "on" : "" };
        return await PersonAsync(context, tokens, audit, user, form, StatusCodes.Status200OK, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, AspNetCore.Operations.People people, Tokens tokens, AuditTrail audit, Guid id, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        long? revision = long.TryParse(form["revision"], System.Globalization.CultureInfo.InvariantCulture, out long seen) ? seen : null;
        return await TryAsync(context, people, tokens, audit, id, form, async () =>
        {
            await people.ChangeAsync(
                Actor.Of(context), id, form["name"].Trim(), Words.ReadRole(form["role"]), form.IsOn("active"), revision, cancellationToken).ConfigureAwait(false);
            return TextCatalog.English["The account was saved."];
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> SetPasswordAsync(
        HttpContext context, AspNetCore.Operations.People people, Tokens tokens, AuditTrail audit, Guid id, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        return await TryAsync(context, people, tokens, audit, id, form, async () =>
        {
            await people.SetPasswordAsync(Actor.Of(context), id, form["password"], cancellationToken).ConfigureAwait(false);
            return TextCatalog.English["The password was changed, and all sessions have ended."];
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, AspNetCore.Operations.People people, Tokens tokens, AuditTrail audit, Guid id, CancellationToken cancellationToken)
    {
        User user = await people.GetAsync(id, cancellationToken).ConfigureAwait(false);
        FormState form = FormState.Of(context.Request.Form);
        form["role"] = Words.Of(user.Role);
        form["active"] = user.IsActive ? "on" : "";
        if (form["typed"].Trim() != user.Name)
        {
            form["name"] = user.Name;
            form.Refuse("typed", TextCatalog.English["That is not the name. Nothing was deleted."]);
            return await PersonAsync(context, tokens, audit, user, form, StatusCodes.Status422UnprocessableEntity, cancellationToken).ConfigureAwait(false);
        }

        await people.DeleteAsync(Actor.Of(context), id, cancellationToken).ConfigureAwait(false);
        return Answers.Go(context, "/people", new Notice(true, TextCatalog.English["‘{0}’ was deleted, with all sessions and tokens.", user.Name]));
    }

    private static async Task<IResult> EndAsync(HttpContext context, Tokens tokens, Guid id, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(context.Request.Form["credential"], out Guid credential))
        {
            await tokens.DeleteAsync(Actor.Of(context), id, credential, cancellationToken).ConfigureAwait(false);
        }

        return Answers.Go(context, $"/people/{id}", new Notice(true, TextCatalog.English["Ended. Nobody gets in with it any more."]));
    }

    private static async Task<IResult> AuditAsync(HttpContext context, AuditTrail audit, string? subject, string? after, CancellationToken cancellationToken)
    {
        string? only = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim();
        Page<AuditEntry> page = await audit.QueryAsync(
            new AuditQuery { Subject = only, Page = new PageRequest { Take = PageSize, After = after } }, cancellationToken).ConfigureAwait(false);
        var model = new AuditModel(page, only, after, audit.IsKept);
        return await Answers.PageAsync<AuditView>(context, model, TextCatalog.English["Audit log"], "audit").ConfigureAwait(false);
    }

    private static async Task<IResult> TryAsync(
        HttpContext context,
        AspNetCore.Operations.People people,
        Tokens tokens,
        AuditTrail audit,
        Guid id,
        FormState form,
        Func<Task<string>> change,
        CancellationToken cancellationToken)
    {
        try
        {
            return Answers.Go(context, $"/people/{id}", new Notice(true, await change().ConfigureAwait(false)));
        }
        catch (InvalidValueException refusal)
        {
            User user = await people.GetAsync(id, cancellationToken).ConfigureAwait(false);
            form["password"] = "";
            form["name"] = form.Text("name") ?? user.Name;
            form["role"] = form.Text("role") ?? Words.Of(user.Role);
            form.Refuse(refusal.Field is "name" or "role" or "password" ? refusal.Field : "name", FormState.Explain(refusal));
            return await PersonAsync(context, tokens, audit, user, form, StatusCodes.Status422UnprocessableEntity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> PersonAsync(
        HttpContext context, Tokens tokens, AuditTrail audit, User user, FormState form, int status, CancellationToken cancellationToken)
    {
        var model = new PersonModel
        {
            User = user,
            Form = form,
            Credentials = await tokens.ListAsync(user.Id, cancellationToken).ConfigureAwait(false),
            Changes = await audit.QueryAsync(
                new AuditQuery { Subject = Subjects.User(user.Id), Page = new PageRequest { Take = 10 } }, cancellationToken).ConfigureAwait(false),
            Current = Actor.Of(context).CredentialId,
        };
        return await Answers.PageAsync<PersonView>(context, model, user.Name, "people", status).ConfigureAwait(false);
    }
}
