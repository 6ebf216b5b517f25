using Downbeat;
using Downbeat.Hosting;
using Downbeat.PostgreSql.Accounts;
using Downbeat.PostgreSql.Brokers;
using Downbeat.PostgreSql.Connections;
using Downbeat.PostgreSql.ResultBackends;
using Downbeat.PostgreSql.Retention;
using Downbeat.PostgreSql.Schema;
using Downbeat.PostgreSql.ScheduleStores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes PostgreSQL known to Downbeat.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Lets URLs with the schemes <c>postgresql</c> and <c>postgres</c> be used.</summary>
    /// <param name="builder">The builder.</param>
    public static IDownbeatBuilder AddPostgreSql(this IDownbeatBuilder builder)
    {
        builder.Services.TryAddSingleton<PostgreSqlSettings>();
        builder.Services.TryAddSingleton(static services => new PostgreSqlDatabases(
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<PostgreSqlSettings>(), Loggers(services)));
        builder.Services.AddTechnology(new Technology(PostgreSqlUrl.Scheme, [PostgreSqlUrl.Scheme, PostgreSqlUrl.ShortScheme])
        {
            Broker = static (services, url) => new PostgreSqlBroker(Open(services, url)),
            ResultBackend = static (services, url) => new PostgreSqlResultBackend(Open(services, url)),
            ScheduleStore = static (services, url) => new PostgreSqlScheduleStore(Open(services, url)),
            Retention = static (services, url) => new PostgreSqlRetention(Open(services, url)),
            Accounts = static (services, url) => new PostgreSqlAccountStore(Open(services, url)),
            Schema = static (services, url) => new PostgreSqlSchema(
                PostgreSqlUrl.Parse(url), services.GetRequiredService<PostgreSqlSettings>()),
        });
        return builder;
    }

    /// <summary>Keeps everything in one PostgreSQL database: broker, result backend and schedule store, unless one of them is named apart.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="url">The database: <c>postgresql://user:password@host:5432/database?schema=downbeat</c>.</param>
    /// <exception cref="InvalidValueException">It names no database.</exception>
    public static IDownbeatBuilder UsePostgreSql(this IDownbeatBuilder builder, string url)
    {
        Check(url);
        builder.AddPostgreSql().Services.Configure<DownbeatOptions>(options => options.Store = options.Broker = options.ResultBackend = url);
        return builder;
    }

    /// <summary>Keeps messages in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="url">The database: <c>postgresql://user:password@host:5432/database?schema=downbeat</c>.</param>
    /// <exception cref="InvalidValueException">It names no database.</exception>
    public static IDownbeatBuilder UsePostgreSqlBroker(this IDownbeatBuilder builder, string url)
    {
        Check(url);
        builder.AddPostgreSql().Services.Configure<DownbeatOptions>(options => options.Broker = url);
        return builder;
    }

    /// <summary>Keeps results in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="url">The database: <c>postgresql://user:password@host:5432/database?schema=downbeat</c>.</param>
    /// <exception cref="InvalidValueException">It names no database.</exception>
    public static IDownbeatBuilder UsePostgreSqlResults(this IDownbeatBuilder builder, string url)
    {
        Check(url);
        builder.AddPostgreSql().Services.Configure<DownbeatOptions>(options => options.ResultBackend = url);
        return builder;
    }

    private static void Check(string url)
    {
        ConnectionUrl parsed = ConnectionUrl.Parse(PostgreSqlUrl.Scheme, url);
        if (parsed.Scheme is not (PostgreSqlUrl.Scheme or PostgreSqlUrl.ShortScheme))
        {
            throw new InvalidValueException(PostgreSqlUrl.Scheme, parsed, "a URL that begins with postgresql:// or postgres://");
        }

        PostgreSqlUrl.Parse(parsed);
    }

    private static ILoggerFactory Loggers(IServiceProvider services) => services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    private static PostgreSqlDatabase Open(IServiceProvider services, ConnectionUrl url)
    {
        return services.GetRequiredService<PostgreSqlDatabases>().Get(url);
    }
}
