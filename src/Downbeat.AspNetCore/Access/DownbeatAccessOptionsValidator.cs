using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

internal sealed class DownbeatAccessOptionsValidator : IValidateOptions<DownbeatAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, DownbeatAccessOptions options)
    {
        var failures = new List<string>();
        Check("SessionIdle", options.SessionIdle, options.SessionIdle > TimeSpan.Zero, "more than zero");
        Check("SessionLongest", options.SessionLongest, options.SessionLongest >= options.SessionIdle, "SessionIdle or more");
        Check("LockAfter", options.LockAfter, options.LockAfter is >= 1 and <= 100, "1 to 100");
        Check("LockFor", options.LockFor, options.LockFor > TimeSpan.Zero, "more than zero");
        Check("PasswordIterations", options.PasswordIterations, options.PasswordIterations is >= 100_000 and <= 10_000_000, "100000 to 10000000");
        foreach (string origin in options.TrustedOrigins)
        {
            bool isOrigin = Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.GetLeftPart(UriPartial.Authority) == origin;
            Check("TrustedOrigins", origin, isOrigin, "an origin in lower case without a path: https://ops.example.com");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string field, object value, bool isAllowed, string allowed)
        {
            if (!isAllowed)
            {
                failures.Add(new InvalidValueException(field, value, allowed).Message);
            }
        }
    }
}
