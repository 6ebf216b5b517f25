using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Downbeat.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Downbeat.Cli.Tests.Django;

/// <summary>The source is only read, whatever state and release it is in; what is no source is told from one.</summary>
public sealed class ImportSourceTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task A_SQLite_file_and_what_lies_beside_it_stay_as_they_are(string journal)
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        await source.ExecuteAsync($"PRAGMA journal_mode = {journal}");
        string[] before = source.Traces();

        (await ImportAsync(source.Url)).Done();

        source.Traces().ShouldBe(before);
    }

    [Fact]
    public async Task What_a_crashed_writer_left_in_the_log_is_read_and_left_there()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ExecuteAsync("PRAGMA journal_mode = WAL");
        using var copy = new Folder();
        await using (var writer = new SqliteConnection($"Data Source={source.File};Pooling=False"))
        {
            await writer.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = writer.CreateCommand();
            command.CommandText =
                """
                INSERT INTO django_celery_beat_intervalschedule (id, every, period) VALUES (1, 5, 'minutes');
                INSERT INTO django_celery_beat_periodictask
                    (name, task, args, kwargs, enabled, total_run_count, date_changed, description, one_off, headers, interval_id)
                VALUES ('in the log', 't', '[]', '{}', 1, 0, '2026-01-01 00:00:00', '', 0, '{}', 1);
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            // As a crash leaves them: the file and its log, nobody who has them open.
            File.Copy(source.File, copy.File("db.sqlite3"));
            File.Copy(source.File + "-wal", copy.File("db.sqlite3-wal"));
        }

        string[] before = Traces(copy);
        (await ImportAsync($"sqlite:///{copy.File("db.sqlite3")}")).Done().Json["counts"]!["added"]!.GetValue<int>().ShouldBe(1);

        Traces(copy).ShouldBe(before);
    }

    [Fact]
    public async Task What_a_crashed_writer_left_half_done_is_rolled_back_in_a_copy()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        using var copy = new Folder();
        await using (var writer = new SqliteConnection($"Data Source={source.File};Pooling=False"))
        {
            await writer.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = writer.CreateCommand();

            // With so small a cache the pages are written, and the journal before them, while the transaction is open.
            command.CommandText =
                """
                PRAGMA cache_size = 1;
                BEGIN IMMEDIATE;
                UPDATE django_celery_beat_periodictask SET description = hex(randomblob(20000)), queue = 'half done';
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            File.Copy(source.File, copy.File("db.sqlite3"));
            File.Copy(source.File + "-journal", copy.File("db.sqlite3-journal"));
        }

        string[] before = Traces(copy);
        (await ImportAsync($"sqlite:///{copy.File("db.sqlite3")}")).Done().Json["counts"]!["added"]!.GetValue<int>().ShouldBe(8);

        (await Shell.JsonAsync(_folder, "periodic", "show", "every2")).Done().Json["queue"]!.GetValue<string>().ShouldBe("q");
        Traces(copy).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_that_a_writer_has_open_is_read_with_what_it_has_committed()
    {
        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ExecuteAsync("PRAGMA journal_mode = WAL");
        await using var writer = new SqliteConnection($"Data Source={source.File};Pooling=False");
        await writer.OpenAsync(TestContext.Current.CancellationToken);
        await source.LoadAsync("mixed", "after_stop");

        (await ImportAsync(source.Url)).Done().Json["counts"]!["added"]!.GetValue<int>().ShouldBe(8);
    }

    [Fact]
    public async Task An_older_release_is_read_with_the_columns_it_has()
    {
        using var folder = new Folder();
        await using (var old = new SqliteConnection($"Data Source={folder.File("old.db")};Pooling=False"))
        {
            await old.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand command = old.CreateCommand();
            command.CommandText =
                """
                CREATE TABLE django_celery_beat_intervalschedule (id integer PRIMARY KEY, every integer, period text);
                CREATE TABLE django_celery_beat_crontabschedule (id integer PRIMARY KEY, minute text, hour text, day_of_week text, day_of_month text, month_of_year text);
                CREATE TABLE django_celery_beat_periodictask (
                    id integer PRIMARY KEY, name text, task text, args text, kwargs text, queue text, exchange text, routing_key text, expires datetime,
                    enabled bool, last_run_at datetime, total_run_count integer, date_changed datetime, description text, crontab_id integer, interval_id integer);
                INSERT INTO django_celery_beat_crontabschedule VALUES (1, '0', '4', '*', '*', '*');
                INSERT INTO django_celery_beat_periodictask VALUES
                    (1, 'nightly', 't', '[]', '{}', NULL, NULL, NULL, '2099-06-01 12:00:00', 1, NULL, 0, '2018-01-01 00:00:00', '', 1, NULL);
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        string url = $"sqlite:///{folder.File("old.db")}";
        JsonNode report = (await ImportAsync(url, "--timezone", "Europe/Paris", "--naive-times", "Asia/Tokyo")).Done().Json;

        report["missing_columns"]!.AsArray().Select(column => column!.GetValue<string>())
            .ShouldContain("django_celery_beat_periodictask.headers");
        report["missing_columns"]!.AsArray().Select(column => column!.GetValue<string>())
            .ShouldContain("django_celery_beat_crontabschedule.timezone");
        JsonNode nightly = (await Shell.JsonAsync(_folder, "periodic", "show", "nightly")).Done().Json;
        nightly["schedule"]!.GetValue<string>().ShouldBe("crontab: 0 4 * * * Europe/Paris");
        nightly["expires"]!.GetValue<string>().ShouldStartWith("2099-06-01T03:00:00");
    }

    [Fact]
    public async Task What_is_no_source_is_named()
    {
        Answer missing = await ImportAsync($"sqlite:///{_folder.File("none.db")}");
        missing.ExitCode.ShouldBe(1);
        missing.Error.ShouldContain("there is no file");
        File.Exists(_folder.File("none.db")).ShouldBeFalse();

        Answer text = await ImportAsync($"sqlite:///{_folder.Write("text.db", new string('x', 5000))}");
        text.ExitCode.ShouldBe(1);
        text.Error.ShouldContain("text.db");

        await using SqliteSource source = await SqliteSource.CreateAsync();
        await source.ExecuteAsync("ALTER TABLE django_celery_beat_periodictask DROP COLUMN kwargs");
        (await ImportAsync(source.Url)).Error.ShouldContain("it lacks kwargs");
        await source.ExecuteAsync("DROP TABLE django_celery_beat_periodictask");
        (await ImportAsync(source.Url)).Error.ShouldContain("no table django_celery_beat_periodictask");
    }

    [Theory]
    [InlineData("mysql://root@localhost/django")]
    [InlineData("sqlite://db.sqlite3")]
    [InlineData("postgresql://localhost")]
    [InlineData("postgresql://localhost/django?colour=red")]
    [InlineData("db.sqlite3")]
    public async Task A_URL_that_is_none_is_refused(string url)
    {
        (await ImportAsync(url)).Refused("from", "allowed");
    }

    [Fact]
    public async Task A_server_that_is_away_is_named_without_its_password()
    {
        Answer answer = await ImportAsync("postgresql://django:s3cret@127.0.0.1:1/django");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("127.0.0.1:1");
        answer.Error.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task On_PostgreSQL_the_schema_can_be_named_and_reading_is_enough()
    {
        await using PostgresSource source = await PostgresSource.CreateAsync();
        await source.LoadAsync("mixed", "after_stop");
        await source.ExecuteAsync(
            """
            CREATE SCHEMA "the app";
            ALTER TABLE django_celery_beat_periodictask SET SCHEMA "the app";
            ALTER TABLE django_celery_beat_intervalschedule SET SCHEMA "the app";
            ALTER TABLE django_celery_beat_crontabschedule SET SCHEMA "the app";
            ALTER TABLE django_celery_beat_solarschedule SET SCHEMA "the app";
            ALTER TABLE django_celery_beat_clockedschedule SET SCHEMA "the app";
            """);
        string role = $"reader_{Guid.NewGuid():N}";
        await source.ExecuteAsync(
            $"""
            CREATE ROLE {role} LOGIN PASSWORD 'only reads';
            GRANT USAGE ON SCHEMA "the app" TO {role};
            GRANT SELECT ON ALL TABLES IN SCHEMA "the app" TO {role};
            """);
        try
        {
            Answer without = await ImportAsync(source.Url);
            without.ExitCode.ShouldBe(1);
            without.Error.ShouldContain("no table django_celery_beat_periodictask in the search path");

            string url = source.UrlOf(role, "only reads");
            Answer answer = (await ImportAsync($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}schema=the%20app")).Done();
            answer.Json["counts"]!["added"]!.GetValue<int>().ShouldBe(8);
            answer.Output.ShouldNotContain("only reads");
            answer.Output.ShouldNotContain("only%20reads");
        }
        finally
        {
            await source.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role};");
        }
    }

    private static string[] Traces(Folder folder)
    {
        return [.. Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
    }

    private Task<Answer> ImportAsync(string url, params string[] more) => Shell.JsonAsync(_folder, ["import-django", "--from", url, .. more]);
}
