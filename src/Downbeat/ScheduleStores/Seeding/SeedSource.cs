namespace Downbeat.ScheduleStores.Seeding;

/// <summary>Who declares periodic tasks.</summary>
/// <param name="Application">The application; with a declaration's key it identifies a row.</param>
/// <param name="Version">Its version.</param>
/// <param name="Author">Who writes them.</param>
/// <param name="RemovedReason">Why a row is disabled that is not declared any more; known again by this when it is declared anew.</param>
internal sealed record SeedSource(string Application, string Version, PeriodicTaskAuthor Author, string RemovedReason)
{
    /// <summary>An application's code.</summary>
    /// <param name="application">The application.</param>
    /// <param name="version">Its version.</param>
    public static SeedSource Code(string application, string version)
    {
        return new SeedSource(
            application,
            version,
            new PeriodicTaskAuthor(application, PeriodicTaskAuthor.CodeOrigin),
            $"the code of {application} does not declare it any more");
    }

    /// <summary>Whether a row is of this source.</summary>
    /// <param name="row">The row.</param>
    public bool Owns(PeriodicTaskRow row)
    {
        return row.Application == Application && row.Origin == Author.Origin && row.DeclarationKey is not null;
    }
}
