namespace Downbeat.Chaos;

/// <summary>The end of all work.</summary>
internal static class Rest
{
    /// <summary>Waits until nothing is left to run or to send.</summary>
    public static async Task ReachAsync(Site site)
    {
        await Eventually.IsTrueAsync(
            () => Eye.LookAsync(site, async eye =>
                (await eye.QueuesAsync()).All(queue => queue.Ready + queue.Delayed + queue.Unacknowledged == 0)
                && (await eye.Store.Fires.GetOutboxAsync(TestContext.Current.CancellationToken)).Pending == 0),
            () => Eye.LookAsync(site, async eye =>
                $"not at rest: {string.Join("; ", await eye.QueuesAsync())}; "
                + $"{await eye.Store.Fires.GetOutboxAsync(TestContext.Current.CancellationToken)}; see the logs in {site.Folder}"));
    }
}
