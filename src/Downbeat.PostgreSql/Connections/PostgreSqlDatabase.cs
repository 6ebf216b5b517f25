using Downbeat.PostgreSql.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>One database and schema, as all roles of this process share it: a pool of connections, and news of what others write.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>Lets a transaction commit without waiting for the disk.</summary>
    public const string ForProcess = "SET LOCAL synchronous_commit TO off";

    private const int MostRepeats = 8;

    // A plan is kept for as long as a connection lives. One that was made while a table was small shall serve it when it is large.
    private const string KeepPlans = "SET enable_seqscan TO off; SET enable_hashjoin TO off; SET enable_mergejoin TO off; SET jit TO off";

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _listening;
    private readonly PostgreSqlSettings _settings;
    private readonly PostgreSqlUrl _url;
    private readonly Sql _sql;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly Lazy<Listener> _listener;
    private readonly Notifier _notifier;
    private readonly Durations _writes = new(TimeProvider.System);
    private volatile bool _isReady;
    private volatile bool _isDisposed;

    public PostgreSqlDatabase(PostgreSqlUrl url, TimeProvider clock, PostgreSqlSettings settings, ILoggerFactory loggers)
    {
        _url = url;
        _settings = settings;
        _sql = new Sql(url.Schema, settings.Clock);
        Clock = clock;
        _source = DataSources.Build(url.Settings, url.Prepares ? KeepPlans : null);
        _listening = DataSources.BuildToListen(url.Settings);
        Channel = Sql.Quote(Sql.ChannelOf(url.Schema));
        _notifier = new Notifier(Channel, SendAsync, TimeProvider.System);
        _listener = new Lazy<Listener>(() => new Listener(this, settings, TimeProvider.System, loggers.CreateLogger<Listener>()));
    }

    /// <summary>Tells which database two roles share.</summary>
    public string Identity => _url.Identity;

    /// <summary>The schema the tables stand in.</summary>
    public string Schema => _url.Schema;

    /// <summary>Whether connections are this process's for as long as they live.</summary>
    public bool OwnsConnections => _url.Prepares;

    /// <summary>Whether notifications are listened to.</summary>
    public bool Listens => _url.Listens;

    /// <summary>How long writes of this process take just now; zero when there was none lately.</summary>
    public TimeSpan WriteWait => _writes.Average;

    /// <summary>How connections are made; for comparison with those of others.</summary>
    public NpgsqlConnectionStringBuilder Settings => _url.Settings;

    /// <summary>Measures how long to wait. What is written carries the time of the database's own clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The channel of notifications, quoted.</summary>
    public string Channel { get; }

    /// <summary>Tells this process from others that notify.</summary>
    public string ProcessName => _notifier.Name;

    public Signal Messages { get; } = new();

    public Signal Results { get; } = new();

    public Signal Schedule { get; } = new();

    public Signal Revocations { get; } = new();

    /// <summary>A statement in the words of the schema script, for this schema and clock.</summary>
    public Command Command(string sql) => new(_sql.Of(sql));

    /// <summary>Reads, in one round trip.</summary>
    public async ValueTask<T> ReadAsync<T>(
        Func<NpgsqlDataReader, ValueTask<T>> read, CancellationToken cancellationToken, params Command[] commands)
    {
        return await RepeatAsync(
            connection => Execution.RunAsync(connection, Statements(commands), read, cancellationToken), true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes in a transaction of one round trip. Once it is under way it is not cancelled. When the connection breaks it is written again, so it
    /// must be harmless to do it twice; if it is not, the caller is told by the error and finds out.
    /// </summary>
    public async ValueTask<T> WriteAsync<T>(
        Write write, Func<NpgsqlDataReader, ValueTask<T>> read, CancellationToken cancellationToken, params Command[] commands)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long started = _writes.Start();
        Topics told = Topics.None;
        T result = await RepeatAsync(
            connection =>
            {
                told = _notifier.Take(write.Touched);
                return Execution.RunAsync(connection, Statements(commands, write.Durability, _notifier.Statement(told)), read, CancellationToken.None);
            },
            write.IsRepeatable,
            cancellationToken).ConfigureAwait(false);
        Tell(write.Touched, told);
        _writes.End(started, write.Durability);
        return result;
    }

    /// <summary>Does work within a transaction. It may be done again, in another transaction, when the first one failed.</summary>
    public async ValueTask<T> TransactAsync<T>(
        Func<PostgreSqlTransaction, ValueTask<T>> work, Durability durability, CancellationToken cancellationToken, bool mustKnowFate = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long started = _writes.Start();
        Topics told = Topics.None;
        (T result, Topics touched) = await RepeatAsync(
            async connection =>
            {
                using var transaction = new PostgreSqlTransaction(connection, Identity, durability);
                T result = await work(transaction).ConfigureAwait(false);
                TransactionNumber? number = mustKnowFate ? await transaction.AskNumberAsync(this).ConfigureAwait(false) : null;
                told = _notifier.Take(transaction.Touched);
                await CommitAsync(transaction, _notifier.Statement(told)).ConfigureAwait(false);
                if (number is { Life: null })
                {
                    await NameLifeAsync(connection).ConfigureAwait(false);
                }

                return (result, transaction.Touched);
            },
            true,
            cancellationToken).ConfigureAwait(false);
        Tell(touched, told);
        _writes.End(started, durability);
        return result;
    }

    /// <summary>Tells others of a change by a statement of its own.</summary>
    public async ValueTask SendAsync(string statement)
    {
        await RepeatAsync(
            async connection =>
            {
                await Execution.RunAsync(connection, [new NpgsqlBatchCommand(statement)]).ConfigureAwait(false);
                return true;
            },
            true,
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What somebody else's transaction has to say when it commits a change.</summary>
    public string Telling(Topics topics) => _notifier.Statement(topics)!;

    /// <summary>Sees to it that the tables are there.</summary>
    public async ValueTask EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            await ReadAsync(static _ => new ValueTask<bool>(true), cancellationToken, new Command("SELECT 1")).ConfigureAwait(false);
        }
    }

    /// <summary>Fails when the database cannot be used: nothing can be read, or it is read-only.</summary>
    /// <exception cref="UnavailableException">It cannot be used.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        bool isReadOnly = await ReadAsync(
            static rows => rows.FirstAsync(static row => row.Bool(0)),
            cancellationToken,
            Command("SELECT current_setting('transaction_read_only') = 'on' FROM downbeat.lease_clock")).ConfigureAwait(false);
        if (isReadOnly)
        {
            throw new UnavailableException($"{Identity} is read-only; name the primary, or add target_session_attrs=primary to the URL");
        }
    }

    /// <summary>A connection of its own, outside of the pool.</summary>
    public async ValueTask<NpgsqlConnection> OpenToListenAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _listening.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A connection for what cannot be done in a transaction.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Listens to what other processes write, from the first call on.</summary>
    public void Watch()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = _listener.Value;
    }

    public void Raise(Topics topics, bool isNews = true)
    {
        RaiseOne(Topics.Messages, Messages);
        RaiseOne(Topics.Results, Results);
        RaiseOne(Topics.Schedule, Schedule);
        RaiseOne(Topics.Revocations, Revocations);

        void RaiseOne(Topics topic, Signal signal)
        {
            if (topics.HasFlag(topic))
            {
                signal.Raise(isNews);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_listener.IsValueCreated)
        {
            await _listener.Value.DisposeAsync().ConfigureAwait(false);
        }

        _notifier.Dispose();
        await _listening.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _preparing.Dispose();
        Raise(Topics.All);
    }

    private static List<NpgsqlBatchCommand> Statements(Command[] commands, Durability durability = Durability.Server, string? notify = null)
    {
        var statements = new List<NpgsqlBatchCommand>(commands.Length + 4);
        bool isBlock = durability == Durability.Process || notify is not null;
        if (isBlock)
        {
            statements.Add(new NpgsqlBatchCommand("BEGIN"));
        }

        if (durability == Durability.Process)
        {
            statements.Add(new NpgsqlBatchCommand(ForProcess));
        }

        foreach (Command command in commands)
        {
            statements.Add(command.Statement);
        }

        if (notify is not null)
        {
            statements.Add(new NpgsqlBatchCommand(notify));
        }

        if (isBlock)
        {
            statements.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        return statements;
    }

    private void Tell(Topics touched, Topics told)
    {
        Raise(touched);
        _notifier.TellLater(touched & ~told);
    }

    private async ValueTask CommitAsync(PostgreSqlTransaction transaction, string? notify)
    {
        try
        {
            await transaction.CommitAsync(notify).ConfigureAwait(false);
        }
        catch (Exception exception) when (transaction.Number is { } number && PostgreSqlErrors.IsOfDriver(exception) && exception is not PostgresException)
        {
            // The answer was lost, perhaps after the commit: to do the work again could do it twice.
            if (!await Fates.WasCommittedAsync(_source, this, number, _settings.CommitPatience, exception).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    // What was to be done is done. If this fails, the next one does it.
    private async ValueTask NameLifeAsync(NpgsqlConnection connection)
    {
        try
        {
            await Execution.RunAsync(connection, [Fates.NameCommand(this).Statement]).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
        {
            // The connection may be gone with the answer of the commit.
        }
    }

    private async ValueTask<T> RepeatAsync<T>(
        Func<NpgsqlConnection, ValueTask<T>> work, bool isRepeatable, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        for (int attempt = 0; ; attempt++)
        {
            bool hasBegun = false;
            try
            {
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    hasBegun = true;
                    try
                    {
                        return await work(connection).ConfigureAwait(false);
                    }
                    catch
                    {
                        await Execution.RollBackAsync(connection).ConfigureAwait(false);
                        throw;
                    }
                }
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
            {
                _isReady &= !PostgreSqlErrors.IsOfSchema(exception);
                bool mayRepeat = attempt < MostRepeats && (PostgreSqlErrors.IsWorthRepeating(exception)
                    || (attempt == 0 && hasBegun && isRepeatable && PostgreSqlErrors.IsOfConnection(exception)));
                if (!mayRepeat)
                {
                    throw PostgreSqlErrors.Of(exception, Identity);
                }
            }
        }
    }

    private ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        return _isReady ? ValueTask.CompletedTask : PrepareSlowlyAsync();

        async ValueTask PrepareSlowlyAsync()
        {
            await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!_isReady)
                {
                    await SchemaRunner.MigrateAsync(_source, _sql, Identity, cancellationToken).ConfigureAwait(false);
                    _isReady = true;
                }
            }
            finally
            {
                _preparing.Release();
            }
        }
    }
}
