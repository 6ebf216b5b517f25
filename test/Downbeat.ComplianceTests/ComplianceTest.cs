using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests;

/// <summary>The base of the suites: a fixture for each test, and words that the tests share.</summary>
public abstract class ComplianceTest : IAsyncLifetime
{
    /// <summary>Nothing takes that long; a test that waits for longer has failed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    protected IComplianceFixture Fixture { get; private set; } = null!;

    /// <summary>The services of the first process.</summary>
    protected IServiceProvider Services { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DateTimeOffset Now => Fixture.Now;

    public virtual ValueTask InitializeAsync()
    {
        Fixture = CreateFixture();
        Services = Fixture.Open();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
    }

    /// <summary>Makes an empty database.</summary>
    protected abstract IComplianceFixture CreateFixture();

    protected T Get<T>()
        where T : class
    {
        return Services.GetRequiredService<T>();
    }

    /// <summary>Waits for what must happen soon.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Deadline, TimeProvider.System, Token);

    protected static Task Soon(Task task) => task.WaitAsync(Deadline, TimeProvider.System, Token);

    protected static Task<T> Soon<T>(ValueTask<T> task) => Soon(task.AsTask());

    /// <summary>Asks until the answer is yes.</summary>
    protected static async Task Eventually(Func<ValueTask<bool>> question)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Deadline);
        while (!await question())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Ends a test whose subject a technology does not offer, by its own word.</summary>
    protected static void OnlyIf(bool isOffered, string what) => Assert.SkipUnless(isOffered, $"not offered: {what}");
}
