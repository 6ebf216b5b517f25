using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.ComplianceTests.ResultBackends;
using Downbeat.ComplianceTests.Retention;
using Downbeat.ComplianceTests.ScheduleStores;

namespace Downbeat.PostgreSql.Tests;

// Messages, results and the schedule each in a schema of its own: what crosses the roles holds there too, as far as it is promised.
public sealed class SplitBrokerConsumerCompliance : BrokerConsumerCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(isSplit: true);
}

public sealed class SplitTransactionalBrokerCompliance : TransactionalBrokerCompliance
{
    private int _count;

    // The second one is asked for as another database.
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(_count++ == 0 ? null : "other", isSplit: true);
}

public sealed class SplitResultBackendCompliance : ResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(isSplit: true);
}

public sealed class SplitTicksCompliance : TicksCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(isSplit: true);
}

public sealed class SplitFiresCompliance : FiresCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(isSplit: true);
}

public sealed class SplitCleanupRunsCompliance : CleanupRunsCompliance
{
    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture(isSplit: true);
}
