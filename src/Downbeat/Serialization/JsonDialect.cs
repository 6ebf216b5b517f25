namespace Downbeat.Serialization;

/// <summary>How values that JSON has no form for are written. Both dialects are always read.</summary>
/// <seealso href="https://docs.celeryq.dev/projects/kombu/en/stable/reference/kombu.utils.json.html"/>
public enum JsonDialect
{
    /// <summary>As texts, the way Celery up to 5.2 writes them: <c>"2030-01-02T03:04:05Z"</c>. The default.</summary>
    Plain,

    /// <summary>
    /// As objects that name their type, the way Celery since 5.3 writes them: <c>{"__type__": "datetime", "__value__": …}</c>.
    /// </summary>
    Typed,
}
