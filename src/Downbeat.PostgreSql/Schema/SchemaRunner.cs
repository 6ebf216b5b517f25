using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Downbeat.Hosting;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Schema;

/// <summary>
/// Brings a schema up to date: numbered scripts, each applied once, all of them in one transaction under a lock that ends with it, so that it works
/// behind any pooler. A program works with the version it knows and with the next one: each script leaves those that know only the one before it
/// working, and a step that cannot takes two numbers.
/// </summary>
internal static class SchemaRunner
{
    private const int VersionsAhead = 1;
    private const int OldestServer = 130_000;
    private static readonly SchemaScript[] Scripts = SchemaScript.LoadAll();

    public static int Wanted => Scripts[^1].Version;

    /// <summary>The version a schema has; 0 when it has none of our tables.</summary>
    public static async ValueTask<int> GetVersionAsync(NpgsqlConnection connection, Sql sql, CancellationToken cancellationToken)
    {
        // Read as rows: what to_regclass remembers may be older than the lock under which somebody else made the table.
        bool isThere = await FirstAsync(
            connection,
            new Command(
                "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'schema_version')")
                .Add(sql.Schema),
            static row => row.Bool(0),
            cancellationToken).ConfigureAwait(false);
        return isThere
            ? await FirstAsync(
                connection,
                new Command(sql.Of("SELECT coalesce(max(version), 0) FROM downbeat.schema_version")),
                static row => row.Int(0),
                cancellationToken).ConfigureAwait(false)
            : 0;
    }

    /// <summary>Brings a schema up to date, if it is not.</summary>
    /// <returns>The versions that were applied.</returns>
    /// <exception cref="SchemaException">The schema is too new for this program, or the database cannot hold our tables.</exception>
    public static async ValueTask<IReadOnlyList<int>> MigrateAsync(
        NpgsqlDataSource source, Sql sql, string database, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (IsUpToDate(await GetVersionAsync(connection, sql, cancellationToken).ConfigureAwait(false), database))
            {
                return [];
            }

            await CheckServerAsync(connection, database, cancellationToken).ConfigureAwait(false);
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                IReadOnlyList<int> applied = await ApplyAsync(connection, sql, database, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return applied;
            }
        }
    }

    private static bool IsUpToDate(int current, string database)
    {
        return current <= Wanted + VersionsAhead ? current >= Wanted : throw new SchemaException(string.Create(
            CultureInfo.InvariantCulture,
            $"{database} has schema version {current}, this program works with {Wanted + VersionsAhead} at the most; use a newer version of Downbeat with it"));
    }

    private static async ValueTask<IReadOnlyList<int>> ApplyAsync(
        NpgsqlConnection connection, Sql sql, string database, CancellationToken cancellationToken)
    {
        // Whoever waits here finds the work done.
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockOf(sql.Schema)})"), cancellationToken)
            .ConfigureAwait(false);
        int current = await GetVersionAsync(connection, sql, cancellationToken).ConfigureAwait(false);
        if (IsUpToDate(current, database))
        {
            return [];
        }

        bool isThere = await FirstAsync(
            connection, new Command("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)").Add(sql.Schema), static row => row.Bool(0), cancellationToken)
            .ConfigureAwait(false);
        if (!isThere)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA {Sql.Quote(sql.Schema)}", cancellationToken).ConfigureAwait(false);
        }

        var applied = new List<int>();
        foreach (SchemaScript script in Scripts.Where(script => script.Version > current))
        {
            await ExecuteAsync(connection, sql.Of(script.Sql), cancellationToken).ConfigureAwait(false);
            Command record = new Command(sql.Of("INSERT INTO downbeat.schema_version (version, name, applied_at) VALUES ($1, $2, clock_timestamp())"))
                .Add(script.Version).Add(script.Name);
            await Execution.RunAsync(connection, [record.Statement]).ConfigureAwait(false);
            applied.Add(script.Version);
        }

        return applied;
    }

    private static async ValueTask CheckServerAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        (int version, string encoding) = await FirstAsync(
            connection,
            new Command("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"),
            static row => (row.Int(0), row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        if (version < OldestServer)
        {
            throw new SchemaException(string.Create(
                CultureInfo.InvariantCulture, $"{database} is PostgreSQL {version / 10_000}; Downbeat needs 13 or newer"));
        }

        if (encoding != "UTF8")
        {
            throw new SchemaException($"{database} keeps its texts in {encoding}, Downbeat's tables need UTF8; give Downbeat a database of its own");
        }
    }

    private static long LockOf(string schema)
    {
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"downbeat schema {schema}")));
    }

    private static async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<T> FirstAsync<T>(
        NpgsqlConnection connection, Command command, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken)
    {
        return (await Execution.RunAsync(connection, [command.Statement], rows => rows.FirstAsync(read), cancellationToken).ConfigureAwait(false))!;
    }
}
