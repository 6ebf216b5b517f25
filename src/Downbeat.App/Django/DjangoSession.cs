using System.Data.Common;

namespace Downbeat.App.Django;

/// <summary>One transaction on a database with django-celery-beat's tables.</summary>
internal abstract class DjangoSession(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>A table's columns; empty when there is no such table.</summary>
    public abstract Task<IReadOnlySet<string>> ColumnsAsync(string table, CancellationToken cancellationToken);

    /// <summary>A table's name as SQL takes it.</summary>
    public abstract string Quote(string table);

    /// <summary>Where tables are looked for, in words.</summary>
    public abstract string Place { get; }

    /// <summary>Reads all rows of a query, column by column as they are.</summary>
    /// <exception cref="UnavailableException">The database refuses.</exception>
    public Task<List<object?[]>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        return TryAsync(async () =>
        {
            await using DbCommand command = Command(sql);
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<object?[]>();
            while (await reader.ReadAsync(cancellationToken))
            {
                var row = new object?[reader.FieldCount];
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] = await reader.IsDBNullAsync(i, cancellationToken) ? null : reader.GetValue(i);
                }

                rows.Add(row);
            }

            return rows;
        });
    }

    /// <summary>Carries out statements.</summary>
    /// <exception cref="UnavailableException">The database refuses.</exception>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        return TryAsync(async () =>
        {
            await using DbCommand command = Command(sql);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });
    }

    /// <summary>Makes what was written last.</summary>
    /// <exception cref="UnavailableException">The database refuses.</exception>
    public Task CommitAsync(CancellationToken cancellationToken)
    {
        return TryAsync(async () =>
        {
            await transaction.CommitAsync(cancellationToken);
            return true;
        });
    }

    public virtual async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    protected DbCommand Command(string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (DbException exception)
        {
            throw new UnavailableException($"{Place}: {exception.Message}", exception, exception.IsTransient);
        }
    }
}
