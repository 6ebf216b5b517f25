namespace Downbeat.AspNetCore.Api.Models;

/// <summary>What is kept and for how long, how much there is, and whether a cleanup started by hand runs.</summary>
internal sealed record CleanupModel(string Policy, RetentionModel Retention, IReadOnlyList<DatabaseModel> Databases, bool Running);
