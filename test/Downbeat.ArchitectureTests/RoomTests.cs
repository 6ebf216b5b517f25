namespace Downbeat.ArchitectureTests;

/// <summary>Who may know whom inside a project, by the folders types stand in.</summary>
public sealed class RoomTests
{
    private static readonly string[] Roles = ["Accounts", "Brokers", "ResultBackends", "ScheduleStores", "Retention", "Control"];
    private static readonly string[] Technologies = ["Downbeat.Sqlite", "Downbeat.PostgreSql", "Downbeat.Redis", "Downbeat.RabbitMq"];

    [Theory]
    [InlineData("Schedules")]
    [InlineData("Protocol")]
    [InlineData("Canvas")]
    [InlineData("Retention")]
    public void The_pure_rooms_of_the_kernel_know_no_broker_backend_store_or_host(string room)
    {
        string[] forbidden = ["Brokers", "ResultBackends", "ScheduleStores", "Hosting", "Sending"];

        new Rooms("Downbeat").Uses()
            .Where(use => use.From == room && forbidden.Contains(use.To) && !use.User.FullName!.Contains("InMemory", StringComparison.Ordinal))
            .Select(use => $"{use.User.FullName} uses {use.Used.FullName}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Schedules_have_no_clock_and_wait_for_nothing()
    {
        Type[] forbidden = [typeof(TimeProvider), typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(Timer)];

        new Rooms("Downbeat").In("Schedules")
            .SelectMany(type => References.Of(type).Intersect(forbidden).Select(used => $"{type.FullName} uses {used.Name}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Inside_a_technology_the_roles_share_connections_and_schema_and_nothing_else()
    {
        foreach (string technology in Technologies.Intersect(Repository.SourceProjects))
        {
            new Rooms(technology).Uses()
                .Where(use => Roles.Contains(use.From) && Roles.Contains(use.To))
                .Select(use => $"{use.User.FullName} uses {use.Used.FullName}")
                .ShouldBeEmpty(technology);
        }
    }

    [Fact]
    public void A_technology_shows_its_builder_extensions_and_options_only()
    {
        foreach (string technology in Technologies.Intersect(Repository.SourceProjects))
        {
            System.Reflection.Assembly.Load(new System.Reflection.AssemblyName(technology)).GetExportedTypes()
                .Where(type => !type.Name.EndsWith("BuilderExtensions", StringComparison.Ordinal) && !type.Name.EndsWith("Options", StringComparison.Ordinal))
                .Select(type => type.FullName)
                .ShouldBeEmpty(technology);
        }
    }
}
