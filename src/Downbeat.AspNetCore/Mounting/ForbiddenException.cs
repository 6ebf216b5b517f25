namespace Downbeat.AspNetCore.Mounting;

/// <summary>Whoever asks may not do this.</summary>
internal sealed class ForbiddenException() : DownbeatException("not allowed");
