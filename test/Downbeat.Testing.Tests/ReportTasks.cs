namespace Downbeat.Testing.Tests;

public sealed partial class ReportTasks(TimeProvider time)
{
    [BackgroundTask("reports.build", MaxRetries = 2, RetryDelaySeconds = 60)]
    [Periodic("0 4 * * *", TimeZone = "Europe/Berlin", Name = "nightly")]
    public static int Build(int year = 2026) => year;

    [BackgroundTask("reports.slow")]
    public async Task SlowAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromHours(2), time, cancellationToken);

    [BackgroundTask("reports.stuck", SoftTimeLimitSeconds = 300)]
    public async Task StuckAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromDays(1), time, cancellationToken);
}
