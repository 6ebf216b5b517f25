using Microsoft.Extensions.Options;

namespace Downbeat.Hosting;

internal sealed class DownbeatOptionsValidator : IValidateOptions<DownbeatOptions>
{
    public ValidateOptionsResult Validate(string? name, DownbeatOptions options)
    {
        var failures = new List<string>();
        Try(() => Check.Name("default_queue", options.DefaultQueue));
        Try(() => Schedule.Crontab("0 4 * * *", options.TimeZone));
        TryUrl("store", options.Store);
        TryUrl("broker", options.Broker);
        TryUrl("result_backend", options.ResultBackend);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void TryUrl(string field, string? url)
        {
            if (url is not null)
            {
                Try(() => ConnectionUrl.Parse(field, url));
            }
        }

        void Try(Func<object?> check)
        {
            try
            {
                check();
            }
            catch (InvalidValueException refusal)
            {
                failures.Add(refusal.Message);
            }
        }
    }
}
