using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Builds the driver's pools of connections. What goes wrong on them is told by whoever uses them; the driver itself would log every statement.</summary>
internal static class DataSources
{
    private const int SecondsBetweenSignsOfLife = 15;

    /// <param name="settings">Where, and as whom.</param>
    /// <param name="first">What every connection is told first; null where connections belong to a pooler.</param>
    public static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, string? first)
    {
        NpgsqlSlimDataSourceBuilder builder = Create(settings.ConnectionString);
        if (first is not null)
        {
            builder.UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var command = new NpgsqlCommand(first, connection);
                    command.ExecuteNonQuery();
                },
                async connection =>
                {
                    var command = new NpgsqlCommand(first, connection);
                    await using (command.ConfigureAwait(false))
                    {
                        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                    }
                });
        }

        return builder.Build();
    }

    /// <summary>For the one connection that waits for notifications: it notices when the server is gone, however quiet it is.</summary>
    public static NpgsqlDataSource BuildToListen(NpgsqlConnectionStringBuilder settings)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            MaxAutoPrepare = 0,
            KeepAlive = SecondsBetweenSignsOfLife,
        };
        return Create(own.ConnectionString).Build();
    }

    private static NpgsqlSlimDataSourceBuilder Create(string settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        return builder;
    }
}
