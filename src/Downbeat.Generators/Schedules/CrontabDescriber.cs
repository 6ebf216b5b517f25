namespace Downbeat.Schedules.Crontabs;

/// <summary>Stands in for the kernel's: a compiler has nobody to tell it to.</summary>
internal static class CrontabDescriber
{
    public static string Describe(CrontabFields fields) => fields.Expression;
}
