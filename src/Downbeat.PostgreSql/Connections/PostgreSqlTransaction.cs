using System.Data;
using System.Data.Common;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>
/// A transaction of ours, as roles hand it to each other; only the database ends it. Writes whose outcome nobody asks for are put off and go with the
/// next statement that is asked, or with the commit: a transaction costs two round trips, however much is written in it.
/// </summary>
internal sealed class PostgreSqlTransaction(NpgsqlConnection connection, string identity, Durability durability) : DbTransaction
{
    private readonly List<NpgsqlBatchCommand> _deferred = [];
    private bool _hasBegun;

    /// <summary>The database and schema it writes to.</summary>
    public string Identity { get; } = identity;

    /// <summary>What it may have changed.</summary>
    public Topics Touched { get; set; }

    /// <summary>Its number; null before it was asked for.</summary>
    public TransactionNumber? Number { get; private set; }

    public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

    protected override DbConnection? DbConnection => null;

    /// <summary>Writes later, before anything else that is asked of this transaction. The statement gives back no rows.</summary>
    public void Defer(Command command) => _deferred.Add(command.Statement);

    public async ValueTask<T> QueryAsync<T>(Func<NpgsqlDataReader, ValueTask<T>> read, params Command[] commands)
    {
        List<NpgsqlBatchCommand> statements = TakeDeferred();
        statements.AddRange(commands.Select(static command => command.Statement));
        return await Execution.RunAsync(connection, statements, read, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes what was put off and asks for the transaction's number, by which its fate can be learnt when the commit's answer is lost.</summary>
    public async ValueTask<TransactionNumber> AskNumberAsync(PostgreSqlDatabase database)
    {
        TransactionNumber? number = await QueryAsync(static rows => rows.FirstAsync(Fates.ReadNumber), Fates.NumberCommand(database)).ConfigureAwait(false);
        Number = number;
        return number!;
    }

    public async ValueTask CommitAsync(string? notify)
    {
        if (!_hasBegun && _deferred.Count == 0)
        {
            return;
        }

        List<NpgsqlBatchCommand> statements = TakeDeferred();
        if (notify is not null)
        {
            statements.Add(new NpgsqlBatchCommand(notify));
        }

        statements.Add(new NpgsqlBatchCommand("COMMIT"));
        await Execution.RunAsync(connection, statements).ConfigureAwait(false);
    }

    public override void Commit() => throw new InvalidOperationException("The database commits this transaction.");

    public override void Rollback() => throw new InvalidOperationException("The database ends this transaction; throw to roll it back.");

    /// <summary>Ends work that another role did within a transaction. It only puts its writes off, so it never waits.</summary>
    public static void Complete(ValueTask work)
    {
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("Work within a transaction of the database must not wait for anything.");
        }

        work.GetAwaiter().GetResult();
    }

    private List<NpgsqlBatchCommand> TakeDeferred()
    {
        var statements = new List<NpgsqlBatchCommand>(_deferred.Count + 4);
        if (!_hasBegun)
        {
            statements.Add(new NpgsqlBatchCommand("BEGIN"));
            if (durability == Durability.Process)
            {
                statements.Add(new NpgsqlBatchCommand(PostgreSqlDatabase.ForProcess));
            }

            _hasBegun = true;
        }

        statements.AddRange(_deferred);
        _deferred.Clear();
        return statements;
    }
}
