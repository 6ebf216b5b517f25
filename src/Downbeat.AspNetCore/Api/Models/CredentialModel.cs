using Downbeat.Accounts;
using Downbeat.AspNetCore.Operations;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A session or a token.</summary>
internal sealed record CredentialModel(Guid Id, string Kind, string Name, string Role, DateTime CreatedAt, DateTime SeenAt, DateTime? ExpiresAt, bool Current)
{
    public static CredentialModel Of(Credential one, Guid? current) => new(
        one.Id,
        one.Kind == CredentialKind.Token ? "token" : "session",
        one.Name,
        Words.Of(one.Role),
        one.CreatedAt.UtcDateTime,
        one.SeenAt.UtcDateTime,
        one.ExpiresAt?.UtcDateTime,
        one.Id == current);
}
