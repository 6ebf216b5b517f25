namespace Downbeat.AspNetCore.Api.Models;

/// <summary>How many were sent again, and how many could not be because their results do not hold the task's name.</summary>
internal sealed record RetriedModel(int Sent, int Refused);
