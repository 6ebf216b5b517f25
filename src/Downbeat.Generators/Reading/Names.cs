namespace Downbeat.Generators.Reading;

/// <summary>The kernel's types that the generator and the analyzers look for.</summary>
internal static class Names
{
    public const string BackgroundTask = "Downbeat.BackgroundTaskAttribute";
    public const string Periodic = "Downbeat.PeriodicAttribute";
    public const string AddTask = "AddTask";
    public const string AddTaskClass = "Microsoft.Extensions.DependencyInjection.DelegateTaskExtensions";
    public const string Handler = "handler";
    public const string Definitions = "Definitions";
    public const string Signatures = "Signatures";
    public const string GeneratedNamespace = "Downbeat.Generated";
}
