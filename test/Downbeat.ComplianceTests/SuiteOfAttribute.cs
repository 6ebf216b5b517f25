namespace Downbeat.ComplianceTests;

/// <summary>Says which seam a suite is of: whoever implements the seam must pass the suite.</summary>
/// <param name="seam">The interface.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SuiteOfAttribute(Type seam) : Attribute
{
    public Type Seam { get; } = seam;
}
