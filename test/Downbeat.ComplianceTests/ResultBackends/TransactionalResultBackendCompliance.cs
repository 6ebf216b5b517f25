using System.Data.Common;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.ResultBackends;

/// <summary>Results that exist if and only if a transaction commits.</summary>
[SuiteOf(typeof(ITransactionalResultBackend))]
public abstract class TransactionalResultBackendCompliance : ResultBackendTest
{
    private ITransactionalResultBackend Transactional => (ITransactionalResultBackend)Backend;

    [Fact]
    public async Task What_is_stored_in_a_transaction_exists_when_it_commits_and_not_before()
    {
        await using DbTransaction transaction = await BeginAsync();
        Task<TaskResult> waiting = Backend.WaitAsync("a", Token).AsTask();

        await Transactional.StoreAsync([Samples.Result("a", done: Now)], transaction, Token);
        (await Backend.GetAsync("a", Token)).ShouldBeNull();
        await transaction.CommitAsync(Token);

        (await Soon(waiting)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task What_is_stored_in_a_transaction_that_is_rolled_back_never_existed()
    {
        await StoreAsync("old", TaskState.Started);
        await using (DbTransaction transaction = await BeginAsync())
        {
            await Transactional.StoreAsync([Samples.Result("a", done: Now), Samples.Result("old", done: Now)], transaction, Token);
            await transaction.RollbackAsync(Token);
        }

        (await Backend.GetAsync("a", Token)).ShouldBeNull();
        (await Backend.GetAsync("old", Token))!.State.ShouldBe(TaskState.Started);
    }

    [Fact]
    public async Task The_rules_of_states_hold_within_a_transaction()
    {
        await StoreAsync("a", TaskState.Failure);
        await using DbTransaction transaction = await BeginAsync();
        await Transactional.StoreAsync([Samples.Result("a", TaskState.Success, done: Now)], transaction, Token);
        await transaction.CommitAsync(Token);

        (await Backend.GetAsync("a", Token))!.State.ShouldBe(TaskState.Failure);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused()
    {
        await using IComplianceFixture other = CreateFixture();
        await using DbTransaction transaction = await other.BeginAsync() ?? throw new InvalidOperationException("The fixture gave no transaction.");

        (await Should.ThrowAsync<InvalidValueException>(async () =>
            await Transactional.StoreAsync([Samples.Result("a", done: Now)], transaction, Token))).Field.ShouldBe("transaction");
    }

    private async Task<DbTransaction> BeginAsync()
    {
        await Fixture.Open().GetRequiredService<IResultBackend>().CheckAsync(Token);
        return await Fixture.BeginAsync() ?? throw new InvalidOperationException("The fixture gave no transaction.");
    }
}
