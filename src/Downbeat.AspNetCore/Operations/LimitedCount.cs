namespace Downbeat.AspNetCore.Operations;

/// <summary>So many, or at least so many: counting has an end.</summary>
internal readonly record struct LimitedCount(int Count, bool HasMore);
