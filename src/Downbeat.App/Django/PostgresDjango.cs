using System.Data;
using System.Data.Common;
using Npgsql;

namespace Downbeat.App.Django;

/// <summary>django-celery-beat's tables in a PostgreSQL database.</summary>
internal sealed class PostgresDjango(NpgsqlConnectionStringBuilder settings, string? schema, string url) : IDjangoDatabase
{
    public DjangoDialect Dialect => DjangoDialect.Postgresql;

    public override string ToString() => url;

    public Task<DjangoSession> OpenToReadAsync(CancellationToken cancellationToken)
    {
        return OpenAsync(IsolationLevel.RepeatableRead, "SET TRANSACTION READ ONLY", cancellationToken);
    }

    public Task<DjangoSession> OpenToWriteAsync(CancellationToken cancellationToken)
    {
        return OpenAsync(IsolationLevel.ReadCommitted, "SET LOCAL standard_conforming_strings = on", cancellationToken);
    }

    private async Task<DjangoSession> OpenAsync(IsolationLevel isolation, string setting, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            var session = new PostgresDjangoSession(
                connection, await connection.BeginTransactionAsync(isolation, cancellationToken), schema, settings.Database!);
            await session.ExecuteAsync(setting, cancellationToken);
            return session;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new UnavailableException($"{url} cannot be opened: {exception.Message}", exception);
        }
    }

    private sealed class PostgresDjangoSession(NpgsqlConnection connection, DbTransaction transaction, string? schema, string database)
        : DjangoSession(connection, transaction)
    {
        public override string Place => schema is null ? $"the search path of database {database}" : $"schema {schema} of database {database}";

        public override string Quote(string table)
        {
            return schema is null ? $"\"{table}\"" : $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\".\"{table}\"";
        }

        public override async Task<IReadOnlySet<string>> ColumnsAsync(string table, CancellationToken cancellationToken)
        {
            // The name stands in a literal: every quote in it is doubled.
            string name = Quote(table).Replace("'", "''", StringComparison.Ordinal);
            List<object?[]> columns = await ReadAsync(
                $"SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass('{name}') AND attnum > 0 AND NOT attisdropped", cancellationToken);
            return columns.Select(column => (string)column[0]!).ToHashSet(StringComparer.Ordinal);
        }
    }
}
