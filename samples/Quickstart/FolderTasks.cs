using System.Security.Cryptography;

namespace Quickstart;

/// <summary>An interval: checksums of every file of a folder tree, again and again.</summary>
public sealed partial class FolderTasks(Input input)
{
    /// <summary>Reads every file and makes one checksum of all.</summary>
    [BackgroundTask("quickstart.checksums", SoftTimeLimitSeconds = 60, TimeLimitSeconds = 90)]
    [Periodic(EverySeconds = 5, Name = "checksums")]
    public async Task<FolderDigest> ChecksumsAsync(TaskContext context, CancellationToken cancellationToken)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IReadOnlyList<string> files = input.Files();
        long bytes = 0;
        for (int i = 0; i < files.Count; i++)
        {
            byte[] content = await File.ReadAllBytesAsync(files[i], cancellationToken);
            all.AppendData(SHA256.HashData(content));
            bytes += content.Length;
            context.ReportProgress(i + 1, files.Count, Path.GetRelativePath(input.Folder, files[i]));
        }

        return new FolderDigest(files.Count, bytes, Convert.ToHexStringLower(all.GetHashAndReset())[..16]);
    }
}

/// <summary>What a folder tree holds.</summary>
public sealed record FolderDigest(int Files, long Bytes, string Sha256);
