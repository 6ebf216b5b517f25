namespace Downbeat.Schedules.Zones;

/// <summary>Stands in for the kernel's: a compiler needs a zone's name only.</summary>
internal sealed class ZoneTable
{
    private ZoneTable(string id) => Id = id;

    public string Id { get; }

    public static ZoneTable Of(string id) => new(id);
}
