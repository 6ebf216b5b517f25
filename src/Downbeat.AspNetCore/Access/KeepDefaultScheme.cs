using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>An application's only scheme is its default one; that another scheme was added for Downbeat must not change it.</summary>
internal sealed class KeepDefaultScheme : IPostConfigureOptions<AuthenticationOptions>
{
    public void PostConfigure(string? name, AuthenticationOptions options)
    {
        AuthenticationSchemeBuilder[] others = [.. options.Schemes.Where(scheme => scheme.Name != AccessScheme.Name)];
        if (others.Length == 1)
        {
            options.DefaultScheme ??= others[0].Name;
        }
    }
}
