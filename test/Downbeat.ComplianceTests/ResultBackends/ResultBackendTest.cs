using Downbeat.Paging;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.ResultBackends;

/// <summary>Words that the suites of result backends share.</summary>
public abstract class ResultBackendTest : ComplianceTest
{
    protected IResultBackend Backend { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Backend = Get<IResultBackend>();
    }

    protected IResultBackend OpenAnother() => Fixture.Open().GetRequiredService<IResultBackend>();

    protected Task StoreAsync(params TaskResult[] results) => Backend.StoreAsync(results, Token).AsTask();

    protected Task StoreAsync(string id, TaskState state) => StoreAsync(Samples.Result(id, state, done: Now));

    /// <summary>Reads a whole list, page by page.</summary>
    protected async Task<List<string>> ListAsync(TaskResultQuery query, int take, Func<Task>? between = null)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            Page<TaskResult> page = await Backend.QueryAsync(query with { Page = new PageRequest { Take = take, After = after } }, Token);
            page.Items.Count.ShouldBeLessThanOrEqualTo(take);
            ids.AddRange(page.Items.Select(result => result.Id));
            after = page.Next;
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (after is not null);

        return ids;
    }

    /// <summary>Says what two results have in common to be the same, bytes and exceptions included.</summary>
    protected static void ShouldBeSame(TaskResult? actual, TaskResult expected)
    {
        actual.ShouldNotBeNull();
        actual.Value.ToArray().ShouldBe(expected.Value.ToArray());
        actual.Args.ToArray().ShouldBe(expected.Args.ToArray());
        actual.Kwargs.ToArray().ShouldBe(expected.Kwargs.ToArray());
        actual.Exception?.ToJson().GetRawText().ShouldBe(expected.Exception?.ToJson().GetRawText());
        actual.Exception?.Traceback.ShouldBe(expected.Exception?.Traceback);
        (actual.Exception is null).ShouldBe(expected.Exception is null);
        (actual with { Value = default, Args = default, Kwargs = default, Exception = null })
            .ShouldBe(expected with { Value = default, Args = default, Kwargs = default, Exception = null });
    }
}
