namespace Downbeat.Worker.Hosting;

/// <summary>How a worker takes and runs tasks.</summary>
public sealed class WorkerOptions
{
    /// <summary>The worker's name, unique among the living; <c>worker@host.4711</c>, with this machine and process, when null.</summary>
    public string? Name { get; set; }

    /// <summary>How many tasks run at once at the most, 1 to 10,000; default four for each core, at least 8.</summary>
    /// <remarks>
    /// Tasks share the thread pool, whose minimum the worker raises to this number, so that tasks that block a thread run at once too.
    /// </remarks>
    public int Concurrency { get; set; } = Math.Max(8, 4 * Environment.ProcessorCount);

    /// <summary>The queues it consumes beside the maintenance queue; the default queue when null or empty.</summary>
    public IReadOnlyList<string>? Queues { get; set; }

    /// <summary>
    /// How many messages it holds at the most beyond those that run, 0 to 100,000; four for each that can run, at least 256, when null.
    /// How many it really asks for follows the speed of the tasks: slow ones leave the messages to other workers.
    /// </summary>
    public int? Prefetch { get; set; }

    /// <summary>How long after its last heartbeat its messages are delivered to others; 1 s or more, default 30 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between two heartbeats, less than the lease; a third of the lease when null.</summary>
    public TimeSpan? HeartbeatInterval { get; set; }

    /// <summary>A message delivered more often than this and never settled is put with the dead letters; 1 or more, default 10.</summary>
    public int MaxDeliveries { get; set; } = 10;

    /// <summary>
    /// How long a shutdown waits for running tasks before it cancels their tokens; 0 or more, default 30 s. The host's own shutdown timeout
    /// ends the wait too, if it is shorter.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a run has to stop once its token was cancelled by a revoke, a lost lease or a shutdown; 0 or more, default 5 s. After that its
    /// slot is freed and its code counts as abandoned until it returns, as after its hard time limit.
    /// </summary>
    public TimeSpan CancelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Arguments whose JSON is longer than this many bytes are not kept with the result; 0 keeps none at all. Default 65,536, by position and
    /// by name each.
    /// </summary>
    public int MaxArgumentBytes { get; set; } = 64 * 1024;

    /// <summary>Whether runs that last are shown as STARTED, with their progress, while they run; default true.</summary>
    public bool TracksStarted { get; set; } = true;
}
