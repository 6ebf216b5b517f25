namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Whether a cleanup was started; false while another one runs, whose record tells how far it is.</summary>
internal sealed record CleanupStartedModel(bool Started);
