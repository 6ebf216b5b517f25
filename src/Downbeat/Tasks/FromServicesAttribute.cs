namespace Downbeat;

/// <summary>Says that a task's parameter is a service where its type alone does not tell.</summary>
/// <remarks>
/// Without it, interfaces that are no collections, delegates and types that can be disposed are services; everything else is JSON.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
