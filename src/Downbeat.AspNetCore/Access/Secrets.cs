using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Downbeat.AspNetCore.Access;

/// <summary>Makes secrets nobody can guess. They are shown once; only their hashes are kept, which need no salt: there is nothing to guess.</summary>
internal static class Secrets
{
    /// <summary>What API tokens begin with, so that scanners find those that leaked.</summary>
    public const string TokenPrefix = "dbt_";

    public const int Longest = 100;

    public static string Create(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool AreSame(string left, string right)
    {
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
    }
}
