using System.Globalization;
using Downbeat.Accounts;
using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Accounts;

internal sealed class PostgreSqlAuditLog(PostgreSqlDatabase database) : IAuditLog
{
    private const string Insert =
        "INSERT INTO downbeat.audit (at, who, way, action, subject, name, before_, after_) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string Columns = "seq, at, who, way, action, subject, name, before_, after_";
    private const string All = $"SELECT {Columns} FROM downbeat.audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    private const string OfSubject = $"SELECT {Columns} FROM downbeat.audit WHERE subject = $3 AND seq < $1 ORDER BY seq DESC LIMIT $2";

    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        // Written twice it would tell of two changes.
        await database.WriteAsync(
            new Write(Topics.None, IsRepeatable: false),
            static _ => new ValueTask<bool>(true),
            cancellationToken,
            database.Command(Insert)
                .Add(entry.At).Add(entry.Who).Add(entry.Way).Add(entry.Action).Add(entry.Subject).Add(entry.Name).Add(entry.Before).Add(entry.After))
            .ConfigureAwait(false);
    }

    public async ValueTask<Page<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        Command command = database.Command(query.Subject is null ? All : OfSubject)
            .Add(query.Page.ReadAfterNumber() ?? long.MaxValue).Add(query.Page.Take + 1);
        List<AuditEntry> entries = await database.ReadAsync(
            static rows => rows.AllAsync(Read), cancellationToken, query.Subject is null ? command : command.Add(query.Subject)).ConfigureAwait(false);
        return entries.Count > query.Page.Take
            ? new Page<AuditEntry>(entries[..query.Page.Take], entries[query.Page.Take - 1].Key.ToString(CultureInfo.InvariantCulture))
            : new Page<AuditEntry>(entries, null);
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new()
    {
        Key = row.Long(0),
        At = row.Instant(1),
        Who = row.Text(2),
        Way = row.Text(3),
        Action = row.Text(4),
        Subject = row.Text(5),
        Name = row.Text(6),
        Before = row.TextOrNull(7),
        After = row.TextOrNull(8),
    };
}
