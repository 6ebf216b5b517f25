namespace Downbeat.Chaos.App;

/// <summary>Sends tasks under ids of its own until a file called <c>stop</c> is there: what it is about to send, and what was sent, is in the ledger.</summary>
internal static class Client
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    public static async Task<int> RunAsync(IServiceProvider services, int seed)
    {
        Ledger ledger = services.GetRequiredService<Ledger>();
        ITaskClient client = services.GetRequiredService<ITaskClient>();
        var random = new Random(seed);
        while (!File.Exists(Path.Combine(ledger.Folder, "stop")))
        {
            Signature[] group = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Next(random))];
            Write(ledger, "sending", group);
            try
            {
                await SendAsync(client, group, together: random.Next(2) == 0);
                Write(ledger, "sent", group);
            }
            catch (UnavailableException)
            {
                // The broker took them or not: who sends cannot know, and sends others.
            }

            await Task.Delay(Pause);
        }

        return 0;
    }

    private static async Task SendAsync(ITaskClient client, Signature[] group, bool together)
    {
        if (together)
        {
            await client.SendAllAsync(group);
        }
        else
        {
            await Task.WhenAll(group.Select(signature => client.SendAsync(signature)));
        }
    }

    private static Signature Next(Random random)
    {
        Signature signature = random.Next(100) switch
        {
            < 65 => ChaosTasks.Signatures.Quick(random.Next(1000)),
            < 75 => ChaosTasks.Signatures.Slow(random.Next(20, 400)),
            < 85 => ChaosTasks.Signatures.Flaky(random.Next(1, 3)),
            < 90 => ChaosTasks.Signatures.Doomed(),
            < 95 => ChaosTasks.Signatures.Quick(0).WithPriority(random.Next(1, 255)),
            _ => ChaosTasks.Signatures.Quick(1).After(TimeSpan.FromMilliseconds(random.Next(1, 1500))),
        };
        return signature.WithTaskId(Guid.NewGuid().ToString());
    }

    // The number of attempts a task needs is told with its sending.
    private static void Write(Ledger ledger, string what, Signature[] group)
    {
        foreach (Signature signature in group)
        {
            int attempts = signature.Task switch { "chaos.flaky" => 1 + (int)signature.Args[0]!, "chaos.doomed" => 3, _ => 1 };
            ledger.Write(what, signature.Task, signature.Options.TaskId!, attempts);
        }
    }
}
