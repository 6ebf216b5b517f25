using Downbeat.Accounts;
using Downbeat.AspNetCore.Operations;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Somebody who may sign in.</summary>
internal sealed record UserModel(
    Guid Id, string Name, string Role, bool Active, DateTime? LockedUntil, DateTime CreatedAt, DateTime? SignedInAt, long Revision)
{
    public static UserModel Of(User user) => new(
        user.Id,
        user.Name,
        Words.Of(user.Role),
        user.IsActive,
        user.LockedUntil?.UtcDateTime,
        user.CreatedAt.UtcDateTime,
        user.SignedInAt?.UtcDateTime,
        user.Revision);
}
