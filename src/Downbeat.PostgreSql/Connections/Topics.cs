namespace Downbeat.PostgreSql.Connections;

/// <summary>What a write may have changed, so that only those who wait for it look. Part of what notifications say: a number is never given anew.</summary>
[Flags]
internal enum Topics
{
    None = 0,
    Messages = 1,
    Results = 2,
    Schedule = 4,
    Revocations = 8,
    All = Messages | Results | Schedule | Revocations,
}
