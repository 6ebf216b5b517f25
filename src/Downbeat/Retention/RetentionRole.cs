namespace Downbeat.Retention;

/// <summary>Which part of Downbeat a kind of rows belongs to.</summary>
public enum RetentionRole
{
    /// <summary>Results: cleaned by <c>celery.backend_cleanup</c>.</summary>
    Results,

    /// <summary>Messages and workers: cleaned by <c>celery.backend_cleanup</c>.</summary>
    Broker,

    /// <summary>Fires, beats and cleanup runs: cleaned by beat itself.</summary>
    Schedule,
}
