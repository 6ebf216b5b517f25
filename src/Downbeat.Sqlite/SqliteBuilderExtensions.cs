using Downbeat;
using Downbeat.Hosting;
using Downbeat.Sqlite.Accounts;
using Downbeat.Sqlite.Brokers;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.ResultBackends;
using Downbeat.Sqlite.Retention;
using Downbeat.Sqlite.Schema;
using Downbeat.Sqlite.ScheduleStores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes SQLite known to Downbeat.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Lets URLs with the scheme <c>sqlite</c> be used.</summary>
    /// <param name="builder">The builder.</param>
    public static IDownbeatBuilder AddSqlite(this IDownbeatBuilder builder)
    {
        builder.Services.TryAddSingleton<SqliteSettings>();
        builder.Services.TryAddSingleton<SqliteDatabases>();
        builder.Services.AddTechnology(new Technology(SqliteUrl.Scheme, [SqliteUrl.Scheme])
        {
            Broker = static (services, url) => new SqliteBroker(Open(services, url)),
            ResultBackend = static (services, url) => new SqliteResultBackend(Open(services, url)),
            ScheduleStore = static (services, url) => new SqliteScheduleStore(Open(services, url)),
            Retention = static (services, url) => new SqliteRetention(Open(services, url)),
            Accounts = static (services, url) => new SqliteAccountStore(Open(services, url)),
            Schema = static (services, url) => new SqliteSchema(
                SqliteUrl.ToPath(url), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<SqliteSettings>()),
        });
        return builder;
    }

    /// <summary>Keeps everything in one SQLite file: broker, result backend and schedule store, unless one of them is named apart.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="file">The file's path, relative to the working directory, or its <c>sqlite:///</c> URL.</param>
    /// <exception cref="InvalidValueException">It names no file.</exception>
    public static IDownbeatBuilder UseSqlite(this IDownbeatBuilder builder, string file = "downbeat.db")
    {
        string url = ToUrl(file);
        builder.AddSqlite().Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = url);
        return builder;
    }

    /// <summary>Keeps messages in a SQLite file of their own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="file">The file's path, relative to the working directory, or its <c>sqlite:///</c> URL.</param>
    /// <exception cref="InvalidValueException">It names no file.</exception>
    public static IDownbeatBuilder UseSqliteBroker(this IDownbeatBuilder builder, string file)
    {
        string url = ToUrl(file);
        builder.AddSqlite().Services.Configure<DownbeatOptions>(options => options.Broker = url);
        return builder;
    }

    /// <summary>Keeps results in a SQLite file of their own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="file">The file's path, relative to the working directory, or its <c>sqlite:///</c> URL.</param>
    /// <exception cref="InvalidValueException">It names no file.</exception>
    public static IDownbeatBuilder UseSqliteResults(this IDownbeatBuilder builder, string file)
    {
        string url = ToUrl(file);
        builder.AddSqlite().Services.Configure<DownbeatOptions>(options => options.ResultBackend = url);
        return builder;
    }

    private static string ToUrl(string file)
    {
        string url = file.Contains("://", StringComparison.Ordinal) ? file : SqliteUrl.Of(file);
        SqliteUrl.ToPath(ConnectionUrl.Parse(SqliteUrl.Scheme, url));
        return url;
    }

    private static SqliteDatabase Open(IServiceProvider services, ConnectionUrl url)
    {
        return services.GetRequiredService<SqliteDatabases>().Get(url);
    }
}
