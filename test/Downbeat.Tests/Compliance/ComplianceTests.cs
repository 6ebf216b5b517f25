using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Accounts;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.ComplianceTests.Control;
using Downbeat.ComplianceTests.ResultBackends;
using Downbeat.ComplianceTests.Retention;
using Downbeat.ComplianceTests.ScheduleStores;
using Downbeat.Hosting.InMemory;

namespace Downbeat.Tests.Compliance;

public sealed class MemoryAccountStoreCompliance : AccountStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryBrokerCompliance : BrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryBrokerConsumerCompliance : BrokerConsumerCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryDeadLettersCompliance : DeadLettersCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryQueuesCompliance : QueuesCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryWorkersCompliance : WorkersCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryTransactionalBrokerCompliance : TransactionalBrokerCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryRevocationsCompliance : RevocationsCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryResultBackendCompliance : ResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryTransactionalResultBackendCompliance : TransactionalResultBackendCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryScheduleStoreCompliance : ScheduleStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryPeriodicTaskStoreCompliance : PeriodicTaskStoreCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryTicksCompliance : TicksCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryFiresCompliance : FiresCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryNodesCompliance : NodesCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryRetentionCompliance : RetentionCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryCleanupRunsCompliance : CleanupRunsCompliance
{
    protected override IComplianceFixture CreateFixture() => new MemoryFixture();
}

public sealed class MemoryCoverage : CoverageTest
{
    protected override IReadOnlyCollection<Type> Implementations => typeof(MemoryDatabase).Assembly.GetTypes();
}
