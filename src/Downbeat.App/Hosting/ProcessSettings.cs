namespace Downbeat.App.Hosting;

/// <summary>What the command line says about this process. Set before the host starts.</summary>
internal sealed class ProcessSettings
{
    /// <summary>The port of <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>; null for none, 0 for any that is free.</summary>
    public int? Port { get; set; }

    /// <summary>The address they listen on.</summary>
    public string Bind { get; set; } = "127.0.0.1";
}
