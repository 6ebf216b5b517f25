using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Downbeat.ScheduleStores;

/// <summary>The task ids of fires.</summary>
public static class FireIds
{
    /// <summary>
    /// The id for an occurrence: a UUID of version 5 over store, periodic task and nominal time, so that every beat makes the same one.
    /// </summary>
    /// <param name="storeId">The schedule store's id: the name space.</param>
    /// <param name="periodicTaskId">The periodic task's id.</param>
    /// <param name="nominal">The occurrence.</param>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5">RFC 9562, UUID version 5.</seealso>
    public static Guid Scheduled(Guid storeId, Guid periodicTaskId, DateTimeOffset nominal)
    {
        Span<byte> name = stackalloc byte[40];
        storeId.TryWriteBytes(name, bigEndian: true, out _);
        periodicTaskId.TryWriteBytes(name[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(name[32..], nominal.ToMicroseconds());
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        HashSha1(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The id for a fire somebody asked for: a UUID of version 7.</summary>
    /// <param name="now">The time.</param>
    public static Guid Manual(DateTimeOffset now) => Guid.CreateVersion7(now);

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 9562 prescribes SHA-1; nothing here is a secret.")]
    private static void HashSha1(ReadOnlySpan<byte> data, Span<byte> hash) => SHA1.HashData(data, hash);
}
