using System.CommandLine;
using Downbeat.App.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ArchitectureTests;

/// <summary>Everything others can observe is approved: the public API, the help of the command line, the schema of the database.</summary>
public sealed class ApprovalTests
{
    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Except(["Downbeat.Cli", "Downbeat.Generators"])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_api(string project)
    {
        Approval.Check($"{project}.PublicApi.txt", PublicApi.Of(project));
    }

    [Fact]
    public void The_help_of_the_command_line()
    {
        RootCommand root = CommandLine.Create(new NoHost());
        Approval.Check("CommandLine.txt", string.Join("\n", Paths(root, []).Select(Help)));

        string Help(string[] path)
        {
            var output = new StringWriter();
            root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = output, Error = output });
            return $"> downbeat {string.Join(' ', path)}\n\n{output.ToString().ReplaceLineEndings("\n").Trim()}\n";
        }
    }

    [Fact]
    public async Task The_schema_of_SQLite()
    {
        string folder = Directory.CreateTempSubdirectory("downbeat-schema").FullName;
        string file = Path.Combine(folder, "schema.db");
        await using (ServiceProvider services = new ServiceCollection().AddLogging().AddDownbeat(d => d.UseSqlite(file)).Services.BuildServiceProvider())
        {
            await services.GetRequiredService<Downbeat.Brokers.IBroker>().CheckAsync(TestContext.Current.CancellationToken);
        }

        var texts = new List<string>();
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name";
            await using SqliteDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                texts.Add(reader.GetString(0) + ";");
            }
        }

        Directory.Delete(folder, recursive: true);
        Approval.Check("Sqlite.Schema.sql", string.Join("\n\n", texts));
    }

    // Scripts that were released never change: a database may have been made by each of them.
    [Fact]
    public void The_schema_of_PostgreSQL()
    {
        var assembly = System.Reflection.Assembly.Load("Downbeat.PostgreSql");
        IEnumerable<string> scripts = assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return $"-- {name}\n{reader.ReadToEnd().ReplaceLineEndings("\n")}";
        });

        Approval.Check("PostgreSql.Schema.sql", string.Join("\n", scripts));
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path)
    {
        yield return path;
        foreach (Command sub in command.Subcommands)
        {
            foreach (string[] deeper in Paths(sub, [.. path, sub.Name]))
            {
                yield return deeper;
            }
        }
    }

    private sealed class NoHost : IVerbHost
    {
        public string? ProgramName => "downbeat";

        public IServiceProvider GetServices(Places places) => throw new InvalidOperationException("Help needs no services.");

        public Task RunAsync(Places places, RunRequest run, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Help runs nothing.");
    }
}
