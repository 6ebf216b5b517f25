using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Accounts;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.ComplianceTests.Control;
using Downbeat.ComplianceTests.Hosting;
using Downbeat.ComplianceTests.ResultBackends;
using Downbeat.ComplianceTests.Retention;
using Downbeat.ComplianceTests.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Tests;

public sealed class SqliteAccountStoreCompliance : AccountStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteBrokerCompliance : BrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteBrokerConsumerCompliance : BrokerConsumerCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteDeadLettersCompliance : DeadLettersCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteQueuesCompliance : QueuesCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteWorkersCompliance : WorkersCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteTransactionalBrokerCompliance : TransactionalBrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteRevocationsCompliance : RevocationsCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteResultBackendCompliance : ResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteTransactionalResultBackendCompliance : TransactionalResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteScheduleStoreCompliance : ScheduleStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqlitePeriodicTaskStoreCompliance : PeriodicTaskStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteTicksCompliance : TicksCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteFiresCompliance : FiresCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteNodesCompliance : NodesCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteRetentionCompliance : RetentionCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteCleanupRunsCompliance : CleanupRunsCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteSchemaCompliance : SchemaCompliance
{
    protected override IComplianceFixture CreateFixture() => new SqliteFixture();
}

public sealed class SqliteCoverage : CoverageTest
{
    protected override IReadOnlyCollection<Type> Implementations => typeof(SqliteDatabase).Assembly.GetTypes();
}
