using System.Data.Common;
using System.Security.Cryptography;
using Downbeat.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Downbeat.Cli.Tests.Django;

internal sealed class SqliteSource : DjangoSource
{
    private readonly Folder _folder = new();

    public string File => _folder.File("db.sqlite3");

    public override string Url => $"sqlite:///{File}";

    public static async Task<SqliteSource> CreateAsync()
    {
        var source = new SqliteSource();
        await source.ExecuteAsync(Data("sqlite.sql"));
        return source;
    }

    /// <summary>Everything in the folder with its contents, to see whether anything was touched.</summary>
    public string[] Traces()
    {
        return [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)))}")];
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False;Foreign Keys=False");
        await connection.OpenAsync();
        return connection;
    }

    protected override string Flag(bool value) => value ? "1" : "0";

    protected override string Instant(string text) => text;
}
