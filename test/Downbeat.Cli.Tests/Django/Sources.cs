namespace Downbeat.Cli.Tests.Django;

/// <summary>The databases Django is run on that can be read.</summary>
public static class Sources
{
    public static TheoryData<string> All => ["sqlite", "postgresql"];

    internal static async Task<DjangoSource> CreateAsync(string kind)
    {
        return kind == "sqlite" ? await SqliteSource.CreateAsync() : await PostgresSource.CreateAsync();
    }
}
