using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.ComplianceTests.Control;
using Downbeat.ComplianceTests.Hosting;
using Downbeat.ComplianceTests.ResultBackends;
using Downbeat.ComplianceTests.ScheduleStores;

namespace Downbeat.PostgreSql.Tests;

// As behind a pooler that gives each transaction another connection: nothing is prepared, nothing is set on a connection, nothing is listened to.
public sealed class PoolerBrokerCompliance : BrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerBrokerConsumerCompliance : BrokerConsumerCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerRevocationsCompliance : RevocationsCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerResultBackendCompliance : ResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerScheduleStoreCompliance : ScheduleStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerTicksCompliance : TicksCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}

public sealed class PoolerSchemaCompliance : SchemaCompliance
{
    protected override IComplianceFixture CreateFixture() => PostgreSqlFixture.BehindPooler();
}
