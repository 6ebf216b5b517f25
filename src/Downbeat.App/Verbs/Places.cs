namespace Downbeat.App.Verbs;

/// <summary>Where things are, as the command line says; null where it says nothing.</summary>
/// <param name="Store">The schedule store's URL.</param>
/// <param name="Broker">The broker's URL.</param>
/// <param name="ResultBackend">The result backend's URL.</param>
internal sealed record Places(string? Store, string? Broker, string? ResultBackend);
