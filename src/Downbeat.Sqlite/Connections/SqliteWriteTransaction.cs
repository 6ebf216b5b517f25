using System.Data;
using System.Data.Common;

namespace Downbeat.Sqlite.Connections;

/// <summary>The writer's transaction under way, as roles hand it to each other. Only the writer ends it.</summary>
internal sealed class SqliteWriteTransaction(SqliteSession session, string path) : DbTransaction
{
    public SqliteSession Session { get; } = session;

    /// <summary>The file it writes to.</summary>
    public string Path { get; } = path;

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    public override void Commit() => throw new InvalidOperationException("The writer commits this transaction.");

    public override void Rollback() => throw new InvalidOperationException("The writer ends this transaction; throw to roll it back.");

    /// <summary>Ends work that another role did within a transaction. Roles that share a file work on the writer's thread, so it never waits.</summary>
    public static void Complete(ValueTask work)
    {
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("Work within the writer's transaction must not wait for anything.");
        }

        work.GetAwaiter().GetResult();
    }
}
