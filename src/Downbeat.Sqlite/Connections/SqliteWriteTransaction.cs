using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Downbeat.Sqlite.Connections;

/// <summary>The writer's transaction under way, as roles hand it to each other. Only the writer ends it.</summary>
internal sealed class SqliteWriteTransaction(SqliteSession session) : DbTransaction
{
    public SqliteSession Session { get; } = session;

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    public override void Commit() => throw new InvalidOperationException("The writer commits this transaction.");

    public override void Rollback() => throw new InvalidOperationException("The writer ends this transaction; throw to roll it back.");

    /// <summary>The session to write with, whether the transaction is the writer's own or an application's.</summary>
    public static SqliteSession SessionOf(DbTransaction transaction, string path, out bool isBorrowed)
    {
        isBorrowed = transaction is SqliteTransaction;
        return transaction switch
        {
            SqliteWriteTransaction own => own.Session,
            SqliteTransaction { Connection: { } connection } when IsSame(connection, path) => SqliteSession.Borrow(connection),
            _ => throw new InvalidValueException("transaction", transaction.GetType().Name, $"an open SqliteTransaction of {path}"),
        };
    }

    /// <summary>Ends work that another role did within a transaction. Roles that share a file work on the writer's thread, so it never waits.</summary>
    public static void Complete(ValueTask work)
    {
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("Work within the writer's transaction must not wait for anything.");
        }

        work.GetAwaiter().GetResult();
    }

    private static bool IsSame(SqliteConnection connection, string path)
    {
        return string.Equals(Path.GetFullPath(connection.DataSource), path, StringComparison.Ordinal);
    }
}
