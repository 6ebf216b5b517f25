using Downbeat.Admin.Forms;

namespace Downbeat.Admin.Pages.Signing;

/// <summary>A form to sign in with.</summary>
/// <param name="Form">What was typed; never a password.</param>
/// <param name="IsFirst">Whether there is nobody yet who could sign in.</param>
internal sealed record SigningModel(FormState Form, bool IsFirst);
