using System.Reflection;

namespace Downbeat.ComplianceTests;

/// <summary>Fails when a technology implements a seam whose suite its test project does not run.</summary>
public abstract class CoverageTest
{
    /// <summary>The technology's own types.</summary>
    protected abstract IReadOnlyCollection<Type> Implementations { get; }

    /// <summary>Seams that need no suite, and why not.</summary>
    protected virtual IReadOnlyDictionary<Type, string> Exemptions { get; } = new Dictionary<Type, string>();

    [Fact]
    public void Every_seam_that_is_implemented_passes_its_suites()
    {
        Implementations.ShouldNotBeEmpty();
        Assembly tests = GetType().Assembly;

        Coverage.FindGaps(Implementations, tests.GetExportedTypes(), Coverage.Suites, Exemptions).ShouldBeEmpty();
    }
}
