using Downbeat.Accounts;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations;

/// <summary>The words that stand for enumerations in the API.</summary>
internal static class Words
{
    private static readonly string[] Roles = ["viewer", "operator", "manager", "administrator"];
    private static readonly string[] Outcomes = ["pending", "published", "skipped", "expired", "failed"];
    private static readonly string[] Orders = ["name", "next_run"];
    private static readonly string[] Kinds = ["scheduled", "catch_up", "manual"];

    public static string Of(AccountRole role) => Roles[(int)role];

    public static string Of(FireOutcome outcome) => Outcomes[(int)outcome];

    public static string Of(FireKind kind) => Kinds[(int)kind];

    public static AccountRole ReadRole(string? text) => (AccountRole)Find("role", text, Roles);

    public static PeriodicTaskOrder ReadOrder(string? text) => (PeriodicTaskOrder)Find("order", text, Orders);

    public static FireOutcome ReadOutcome(string? text) => (FireOutcome)Find("outcome", text, Outcomes);

    private static int Find(string field, string? text, string[] words)
    {
        int found = Array.IndexOf(words, text);
        return found >= 0 ? found : throw new InvalidValueException(field, text, string.Join(", ", words));
    }
}
