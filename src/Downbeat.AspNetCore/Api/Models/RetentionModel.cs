using Downbeat.Retention;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>How long what is kept, in seconds; null: for ever.</summary>
internal sealed record RetentionModel(
    double? ResultExpiresSeconds,
    double? GiveUpAfterSeconds,
    IReadOnlyList<RetentionRuleModel> Rules,
    double FiresKeepSeconds,
    double CleanupRunsKeepSeconds,
    double NodesKeepSeconds,
    double MessagesKeepSeconds,
    double? DeadLettersKeepSeconds)
{
    public static RetentionModel Of(RetentionPolicy policy) => new(
        policy.ResultExpires?.TotalSeconds,
        policy.GiveUpAfter?.TotalSeconds,
        [.. policy.Rules.Select(rule => new RetentionRuleModel(rule.Task, rule.State?.Name, rule.Keep?.TotalSeconds, rule.MaxPerTask))],
        policy.FiresKeep.TotalSeconds,
        policy.CleanupRunsKeep.TotalSeconds,
        policy.NodesKeep.TotalSeconds,
        policy.MessagesKeep.TotalSeconds,
        policy.DeadLettersKeep?.TotalSeconds);
}
