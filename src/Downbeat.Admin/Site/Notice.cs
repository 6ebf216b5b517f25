namespace Downbeat.Admin.Site;

/// <summary>What the page after a change says about it.</summary>
/// <param name="IsGood">Whether it worked.</param>
/// <param name="Text">What happened.</param>
internal sealed record Notice(bool IsGood, string Text);
