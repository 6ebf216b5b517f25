namespace Downbeat.AspNetCore.Mounting;

internal sealed record PageMarker(PageKind Kind);
