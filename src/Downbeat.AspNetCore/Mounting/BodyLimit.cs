using Microsoft.AspNetCore.Http.Metadata;

namespace Downbeat.AspNetCore.Mounting;

/// <summary>The most that a request may bring along.</summary>
internal sealed class BodyLimit : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 5 * 1024 * 1024;
}
