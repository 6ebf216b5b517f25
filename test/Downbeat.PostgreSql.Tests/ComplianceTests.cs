using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Accounts;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.ComplianceTests.Control;
using Downbeat.ComplianceTests.Hosting;
using Downbeat.ComplianceTests.ResultBackends;
using Downbeat.ComplianceTests.Retention;
using Downbeat.ComplianceTests.ScheduleStores;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Tests;

public sealed class PostgreSqlAccountStoreCompliance : AccountStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlBrokerCompliance : BrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlBrokerConsumerCompliance : BrokerConsumerCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlDeadLettersCompliance : DeadLettersCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlQueuesCompliance : QueuesCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlWorkersCompliance : WorkersCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlTransactionalBrokerCompliance : TransactionalBrokerCompliance
{
    private int _count;

    // The second one is asked for as another database.
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(_count++ == 0 ? null : "other");
}

public sealed class PostgreSqlRevocationsCompliance : RevocationsCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlResultBackendCompliance : ResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlTransactionalResultBackendCompliance : TransactionalResultBackendCompliance
{
    private int _count;

    // The second one is asked for as another database.
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(_count++ == 0 ? null : "other");
}

public sealed class PostgreSqlScheduleStoreCompliance : ScheduleStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlPeriodicTaskStoreCompliance : PeriodicTaskStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlTicksCompliance : TicksCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlFiresCompliance : FiresCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlNodesCompliance : NodesCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlRetentionCompliance : RetentionCompliance
{
    // Space is given back only where nobody else's transaction may still need what was in it.
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture("retention");
}

public sealed class PostgreSqlCleanupRunsCompliance : CleanupRunsCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlSchemaCompliance : SchemaCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();
}

public sealed class PostgreSqlCoverage : CoverageTest
{
    protected override IReadOnlyCollection<Type> Implementations => typeof(PostgreSqlDatabase).Assembly.GetTypes();
}
