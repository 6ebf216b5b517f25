using Downbeat.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Downbeat.AspNetCore.Access;

/// <summary>The role that somebody needs where Downbeat keeps the accounts.</summary>
internal sealed record AccessRequirement(AccountRole Role) : IAuthorizationRequirement;
