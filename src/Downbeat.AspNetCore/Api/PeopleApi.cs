using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations;
using Downbeat.Paging;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>People, their sessions and tokens, and the audit log.</summary>
internal static class PeopleApi
{
    private const string Root = "/users";
    private const string One = Root + "/{id}";
    private const string What = "user";
    private static readonly ApiParameter Id = ApiParameter.Path("id", "The user's id.");

    public static IEnumerable<ApiOperation> Operations =>
    [
        Mine(ApiOperation.Get("/session/credentials", "Lists one's own sessions and tokens", OwnCredentialsAsync) with { Response = typeof(PageModel<CredentialModel>) }),
        Mine(ApiOperation.Post("/session/tokens", DownbeatPolicies.View, "Makes a token that can do at most what its maker can; it is shown once", AddTokenAsync) with
        {
            Request = typeof(TokenInput), Response = typeof(NewTokenModel), Status = StatusCodes.Status201Created,
        }),
        Mine(ApiOperation.Delete("/session/credentials/{id}", DownbeatPolicies.View, "Ends one of one's own sessions, or deletes a token", DeleteOwnAsync) with
        {
            Parameters = [ApiParameter.Path("id", "The session's or token's id.")],
        }),
        Mine(ApiOperation.Post("/session/password", DownbeatPolicies.View, "Changes one's own password; all sessions end", OwnPasswordAsync) with
        {
            Request = typeof(PasswordModel), Status = StatusCodes.Status204NoContent,
        }),
        Mine(Administer(ApiOperation.Get(Root, "Lists people by name", ListAsync)) with { Parameters = ApiParameter.Paging, Response = typeof(PageModel<UserModel>) }),
        Mine(ApiOperation.Post(Root, DownbeatPolicies.Administer, "Adds somebody", AddAsync) with
        {
            Request = typeof(UserInput), Response = typeof(UserModel), Status = StatusCodes.Status201Created,
        }),
        Mine(Administer(ApiOperation.Get(One, "Reads a user", GetAsync)) with { Parameters = [Id], Response = typeof(UserModel) }),
        Mine(ApiOperation.Patch(One, DownbeatPolicies.Administer, "Changes somebody's name or role, or closes the account", ChangeAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch], Request = typeof(UserPatch), Response = typeof(UserModel),
        }),
        Mine(ApiOperation.Post(One + "/password", DownbeatPolicies.Administer, "Gives somebody another password; all sessions end", PasswordAsync) with
        {
            Parameters = [Id], Request = typeof(PasswordModel), Status = StatusCodes.Status204NoContent,
        }),
        Mine(ApiOperation.Delete(One, DownbeatPolicies.Administer, "Deletes somebody, with all sessions and tokens", DeleteAsync) with { Parameters = [Id] }),
        Mine(Administer(ApiOperation.Get(One + "/credentials", "Lists somebody's sessions and tokens", CredentialsAsync)) with
        {
            Parameters = [Id], Response = typeof(PageModel<CredentialModel>),
        }),
        Mine(ApiOperation.Delete(One + "/credentials/{credential}", DownbeatPolicies.Administer, "Ends a session of somebody's, or deletes a token", DeleteCredentialAsync) with
        {
            Parameters = [Id, ApiParameter.Path("credential", "The session's or token's id.")],
        }),
        Administer(ApiOperation.Get("/audit", "Lists who changed what, newest first", AuditAsync)) with
        {
            Parameters = [ApiParameter.Query("subject", "What was done to this: periodic-task/7d0c…, queue/celery."), .. ApiParameter.Paging],
            Response = typeof(PageModel<ChangeModel>),
        },
    ];

    private static ApiOperation Administer(ApiOperation operation) => operation with { Policy = DownbeatPolicies.Administer };

    private static ApiOperation Mine(ApiOperation operation) => operation with { NeedsAccounts = true };

    private static Guid Self(ApiCall call) => call.Actor.UserId!.Value;

    private static async Task<IResult> OwnCredentialsAsync(ApiCall call) => await ListCredentialsAsync(call, Self(call)).ConfigureAwait(false);

    private static async Task<IResult> CredentialsAsync(ApiCall call) => await ListCredentialsAsync(call, call.RouteId(What)).ConfigureAwait(false);

    private static async Task<IResult> ListCredentialsAsync(ApiCall call, Guid userId)
    {
        IReadOnlyList<Credential> all = await call.Get<Tokens>().ListAsync(userId, call.Aborted).ConfigureAwait(false);
        Guid? current = call.Actor.CredentialId;
        return Answer.Json(new PageModel<CredentialModel>([.. all.Select(one => CredentialModel.Of(one, current))], Next: null));
    }

    private static async Task<IResult> AddTokenAsync(ApiCall call)
    {
        if (Mounting.SameOrigin.HasToken(call.Context.Request))
        {
            // Or a token that leaked could make others that outlive it.
            throw new Mounting.ForbiddenException();
        }

        TokenInput body = await call.BodyAsync<TokenInput>().ConfigureAwait(false);
        TimeSpan? lifetime = body.Days is not { } days ? null
            : days is >= 1 and <= 3650 ? TimeSpan.FromDays(days)
            : throw new InvalidValueException("days", days, "1 to 3650, or none");
        (Credential token, string secret) = await call.Get<Tokens>()
            .AddAsync(call.Actor, body.Name, Words.ReadRole(body.Role), lifetime, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new NewTokenModel(secret, CredentialModel.Of(token, current: null)), StatusCodes.Status201Created);
    }

    private static async Task<IResult> DeleteOwnAsync(ApiCall call)
    {
        await call.Get<Tokens>().DeleteAsync(call.Actor, Self(call), call.RouteId("session or token"), call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> DeleteCredentialAsync(ApiCall call)
    {
        Guid credential = Guid.TryParse(call.Route("credential"), out Guid id) ? id : throw new NotFoundException("session or token", call.Route("credential"));
        await call.Get<Tokens>().DeleteAsync(call.Actor, call.RouteId(What), credential, call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> OwnPasswordAsync(ApiCall call)
    {
        PasswordModel body = await call.BodyAsync<PasswordModel>().ConfigureAwait(false);
        await call.Get<People>().ChangeOwnPasswordAsync(call.Actor, body.Current ?? "", body.Password, call.Get<SignIns>(), call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        Page<User> page = await call.Get<People>().ListAsync(call.Page(), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<UserModel>([.. page.Items.Select(UserModel.Of)], page.Next));
    }

    private static async Task<IResult> GetAsync(ApiCall call) => Show(call, await call.Get<People>().GetAsync(call.RouteId(What), call.Aborted).ConfigureAwait(false));

    private static async Task<IResult> AddAsync(ApiCall call)
    {
        UserInput body = await call.BodyAsync<UserInput>().ConfigureAwait(false);
        User user = await call.Get<People>().AddAsync(call.Actor, body.Name, body.Password, Words.ReadRole(body.Role), call.Aborted).ConfigureAwait(false);
        call.SetTag(user.Revision);
        return Answer.Created(UserModel.Of(user), call.Address($"{Root}/{user.Id}"));
    }

    private static async Task<IResult> ChangeAsync(ApiCall call)
    {
        UserPatch body = await call.BodyAsync<UserPatch>().ConfigureAwait(false);
        AccountRole? role = body.Role is { } word ? Words.ReadRole(word) : null;
        return Show(call, await call.Get<People>()
            .ChangeAsync(call.Actor, call.RouteId(What), body.Name, role, body.Active, call.IfMatch(), call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> PasswordAsync(ApiCall call)
    {
        PasswordModel body = await call.BodyAsync<PasswordModel>().ConfigureAwait(false);
        await call.Get<People>().SetPasswordAsync(call.Actor, call.RouteId(What), body.Password, call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> DeleteAsync(ApiCall call)
    {
        await call.Get<People>().DeleteAsync(call.Actor, call.RouteId(What), call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> AuditAsync(ApiCall call)
    {
        var query = new AuditQuery { Subject = call.Query("subject"), Page = call.Page() };
        Page<AuditEntry> page = await call.Get<AuditTrail>().QueryAsync(query, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<ChangeModel>([.. page.Items.Select(ChangeModel.Of)], page.Next));
    }

    private static IResult Show(ApiCall call, User user)
    {
        call.SetTag(user.Revision);
        return Answer.Json(UserModel.Of(user));
    }
}
