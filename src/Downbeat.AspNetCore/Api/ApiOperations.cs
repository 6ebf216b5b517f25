namespace Downbeat.AspNetCore.Api;

internal static class ApiOperations
{
    /// <summary>All operations, in the order the document lists them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        .. OverviewApi.Operations,
        .. PeriodicTaskApi.Operations,
        .. TaskApi.Operations,
        .. ResultApi.Operations,
        .. MessageApi.Operations,
        .. CleanupApi.Operations,
        .. SessionApi.Operations,
        .. DocumentApi.Operations,
        .. PeopleApi.Operations,
    ];
}
