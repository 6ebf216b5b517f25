namespace Downbeat.Worker.Execution;

/// <summary>What a run calls when it is its turn, and when it has something to tell.</summary>
internal interface IRunner
{
    /// <summary>Runs it, on the thread pool's thread that calls.</summary>
    void Run(Run run);

    /// <summary>It has come further.</summary>
    void NoticeProgress(Run run);
}
