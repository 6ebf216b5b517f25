namespace Downbeat.Admin.Assets;

/// <summary>An embedded file.</summary>
/// <param name="PlainName">Its name in the source.</param>
/// <param name="Name">Its name in addresses.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Content">What is in it.</param>
internal sealed record Asset(string PlainName, string Name, string ContentType, byte[] Content);
