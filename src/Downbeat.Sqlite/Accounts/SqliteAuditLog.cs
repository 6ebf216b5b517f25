using System.Globalization;
using Downbeat.Accounts;
using Downbeat.Paging;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Accounts;

internal sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    private const string Insert = "INSERT INTO downbeat_audit (at, who, way, action, subject, name, before_, after_) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private const string Columns = "seq, at, who, way, action, subject, name, before_, after_";

    private const string All = $"SELECT {Columns} FROM downbeat_audit WHERE seq < ? ORDER BY seq DESC LIMIT ?";

    private const string OfSubject = $"SELECT {Columns} FROM downbeat_audit WHERE subject = ? AND seq < ? ORDER BY seq DESC LIMIT ?";

    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction => transaction.Session.Get(Insert)
                .Add(entry.At).Add(entry.Who).Add(entry.Way).Add(entry.Action).Add(entry.Subject).Add(entry.Name).Add(entry.Before).Add(entry.After).Run(),
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Page<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        long before = query.Page.ReadAfterNumber() ?? long.MaxValue;
        int take = query.Page.Take;
        return new(database.Read(session =>
        {
            var entries = new List<AuditEntry>();
            Statement select = query.Subject is { } subject ? session.Get(OfSubject).Add(subject) : session.Get(All);
            select.Add(before).Add(take + 1);
            while (select.Step())
            {
                entries.Add(Read(select));
            }

            return entries.Count > take
                ? new Page<AuditEntry>(entries[..take], entries[take - 1].Key.ToString(CultureInfo.InvariantCulture))
                : new Page<AuditEntry>(entries, null);
        }));
    }

    private static AuditEntry Read(Statement row) => new()
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
