using System.Reflection;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>Which of two versions of an application is the newer.</summary>
internal static class ApplicationVersions
{
    /// <summary>
    /// Compares by numbers, <c>1.9</c> before <c>1.10</c>; what comes before a release, <c>2.0-rc.1</c>, is older than it. Versions that are no
    /// numbers are compared letter by letter. Build metadata after <c>+</c> does not count.
    /// </summary>
    public static int Compare(string? left, string? right)
    {
        (string leftCore, string leftSuffix) = Split(left);
        (string rightCore, string rightSuffix) = Split(right);
        if (!TryRead(leftCore, out Version leftNumbers) || !TryRead(rightCore, out Version rightNumbers))
        {
            return string.CompareOrdinal(leftCore + leftSuffix, rightCore + rightSuffix);
        }

        int numbers = leftNumbers.CompareTo(rightNumbers);
        return numbers != 0 ? numbers
            : leftSuffix.Length == 0 || rightSuffix.Length == 0 ? rightSuffix.Length.CompareTo(leftSuffix.Length)
            : string.CompareOrdinal(leftSuffix, rightSuffix);
    }

    /// <summary>An assembly's version, as its author wrote it.</summary>
    /// <param name="assembly">The assembly.</param>
    public static string Of(Assembly? assembly)
    {
        string? informational = assembly?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return informational?.Split('+')[0] ?? assembly?.GetName().Version?.ToString() ?? "0";
    }

    private static (string Core, string Suffix) Split(string? version)
    {
        string text = (version ?? "").Split('+')[0].Trim();
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (text, "") : (text[..dash], text[dash..]);
    }

    // 1.2 and 1.2.0 are the same version; System.Version tells them apart.
    private static bool TryRead(string text, out Version version)
    {
        if (!Version.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : text + ".0", out Version? read))
        {
            version = new Version();
            return false;
        }

        version = new Version(read.Major, read.Minor, Math.Max(0, read.Build), Math.Max(0, read.Revision));
        return true;
    }
}
