using System.Data.Common;

namespace Downbeat.ComplianceTests;

/// <summary>What a technology gives to the suites: an empty database of its own for each test, and a clock that can be moved.</summary>
public interface IComplianceFixture : IAsyncDisposable
{
    /// <summary>The time by the database's clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Lets time pass for the database and for everybody who uses it.</summary>
    /// <param name="time">How much.</param>
    ValueTask AdvanceAsync(TimeSpan time);

    /// <summary>Sets the clock as an administrator does, without time passing.</summary>
    /// <param name="now">What it shall say.</param>
    /// <returns>Whether that is possible.</returns>
    ValueTask<bool> TrySetClockAsync(DateTimeOffset now) => new(false);

    /// <summary>Opens the database as one more process would. Services opened here are disposed with the fixture at the latest.</summary>
    IServiceProvider Open();

    /// <summary>Begins a transaction as an application would, on its own connection; null when the database has none.</summary>
    ValueTask<DbTransaction?> BeginAsync() => new((DbTransaction?)null);

    /// <summary>Makes a published message undecodable, as a broken writer would leave it.</summary>
    /// <param name="taskId">The message's task id.</param>
    /// <returns>Whether that is possible: a memory holds no bytes that could be wrong.</returns>
    ValueTask<bool> TrySpoilAsync(string taskId) => new(false);
}
