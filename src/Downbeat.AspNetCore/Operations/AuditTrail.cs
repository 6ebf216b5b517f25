using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Hosting;
using Downbeat.Paging;
using Microsoft.Extensions.Logging;

namespace Downbeat.AspNetCore.Operations;

/// <summary>Writes down who changed what: in the audit log, where there is one, and in the program's log. Secrets are masked.</summary>
internal sealed class AuditTrail(AccountSet accounts, TimeProvider time, ILogger<AuditTrail> logger)
{
    /// <summary>Whether there is a log to look at.</summary>
    public bool IsKept => accounts.Store is not null;

    /// <summary>Writes down a change that has been made. It does not fail: the change would stay all the same.</summary>
    public async Task WriteAsync(Actor actor, string action, string subject, string name, JsonNode? before = null, JsonNode? after = null)
    {
        Log.Changed(logger, actor.Name, actor.Way, action, subject, name);
        if (accounts.Store is not { } store)
        {
            return;
        }

        var entry = new AuditEntry
        {
            At = Instants.Round(time.GetUtcNow()),
            Who = actor.Name,
            Way = actor.Way,
            Action = action,
            Subject = subject,
            Name = name,
            Before = Masking.Json(before)?.ToJsonString(ApiJson.Options),
            After = Masking.Json(after)?.ToJsonString(ApiJson.Options),
        };
        try
        {
            // Not cancelled: what was done is written down, whether anybody still waits for the answer or not.
            await store.Audit.AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.NotAudited(logger, exception, actor.Name, actor.Way, action, subject, name);
        }
    }

    /// <summary>Reads the log, newest first; empty where none is kept.</summary>
    public async Task<Page<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        return accounts.Store is { } store ? await store.Audit.QueryAsync(query, cancellationToken).ConfigureAwait(false) : Page<AuditEntry>.Empty;
    }
}
