using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Downbeat.Chaos;

/// <summary>A server of the test's own, which can die and come back.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private const string User = "downbeat";
    private readonly string _folder = Directory.CreateTempSubdirectory("downbeat-postgres").FullName;
    private readonly string _binaries;
    private readonly int _port = FindPort();

    private PostgreSqlServer(string binaries)
    {
        _binaries = binaries;
        Sh($"chown -R {Account} {_folder} && chmod 755 {_folder}");
        Run("initdb", $"--pgdata data --auth trust --username {User} --encoding UTF8 --locale C.UTF-8 --no-sync");

        // A process that dies loses nothing that the system's cache holds; the machine itself stays up.
        File.AppendAllText(
            Path.Combine(_folder, "settings"),
            $"port = {_port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 300\nfsync = off\nlog_min_messages = fatal\n");
        Sh($"cat {_folder}/settings >> {_folder}/data/postgresql.conf");
        Start();
    }

    public int Port => _port;

    private static string Account => Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;

    /// <summary>Starts one. Where PostgreSQL is not installed the test is skipped, and says so; where all tests must run it fails.</summary>
    public static PostgreSqlServer StartNew()
    {
        string? binaries = Find();
        if (binaries is null)
        {
            const string Missing = "PostgreSQL is not installed: no pg_ctl on the path or below /usr/lib/postgresql; eng/test.sh installs it";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        return new PostgreSqlServer(binaries!);
    }

    public string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@127.0.0.1:{port}/postgres?schema=chaos");

    /// <summary>Dies as if its power was cut, and comes back.</summary>
    public void Crash()
    {
        Run("pg_ctl", "--pgdata data --mode immediate --wait stop");
        Start();
    }

    /// <summary>Ends the connections of all others.</summary>
    public async Task EndConnectionsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username={User};Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Dispose()
    {
        Run("pg_ctl", "--pgdata data --mode immediate --wait stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(folder => Path.Combine(folder, "bin")).Concat(folders);
        }

        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "pg_ctl")) && File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start() => Run("pg_ctl", "--pgdata data --log server.log --wait --timeout 60 start");

    // The server refuses to run as root.
    private void Run(string program, string arguments)
    {
        string command = $"cd {_folder} && {_binaries}/{program} {arguments} >{program}.log 2>&1";
        Sh(Environment.IsPrivilegedProcess ? $"runuser -u {Account} -- sh -c '{command}'" : command);
    }

    private void Sh(string command)
    {
        using Process process = Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{command}; see {_folder}");
    }
}
