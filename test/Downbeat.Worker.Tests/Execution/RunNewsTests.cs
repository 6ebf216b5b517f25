using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Tests.Execution;

public sealed class RunNewsTests
{
    private static readonly long Millisecond = TimeSpan.TicksPerMillisecond;

    [Fact]
    public void A_short_run_has_nothing_to_tell()
    {
        RunNews news = Started();

        news.TryTell(4 * Millisecond).ShouldBeFalse();
        news.NextAt.ShouldBe(10 * Millisecond);
    }

    [Fact]
    public void A_run_that_lasts_is_told_of_once()
    {
        RunNews news = Started();

        news.TryTell(6 * Millisecond).ShouldBeTrue();
        news.TryTell(5_000 * Millisecond).ShouldBeFalse();
        news.NextAt.ShouldBe(MonotonicClock.Never);
    }

    [Fact]
    public void Progress_is_told_in_its_newest_form_and_not_too_often()
    {
        RunNews news = Started();
        news.TryTell(10 * Millisecond);
        news.Report(new TaskProgress(1));
        news.NextAt.ShouldBe(260 * Millisecond);
        news.Report(new TaskProgress(2));

        news.TryTell(259 * Millisecond).ShouldBeFalse();
        news.TryTell(260 * Millisecond).ShouldBeTrue();
        news.Progress.ShouldBe(new TaskProgress(2));
        news.TryTell(600 * Millisecond).ShouldBeFalse();
    }

    [Fact]
    public void What_could_not_be_told_is_told_again()
    {
        RunNews news = Started();
        news.TryTell(10 * Millisecond);

        news.TellAgain(50 * Millisecond);

        news.TryTell(49 * Millisecond).ShouldBeFalse();
        news.TryTell(50 * Millisecond).ShouldBeTrue();
    }

    [Fact]
    public void That_a_worker_has_it_is_told_once()
    {
        var news = new RunNews();

        news.TryTellReceived().ShouldBeTrue();
        news.TryTellReceived().ShouldBeFalse();
    }

    [Fact]
    public void A_run_that_has_not_started_says_nothing_of_its_progress()
    {
        var news = new RunNews();
        news.Report(new TaskProgress(1));

        news.TryTell(1_000_000 * Millisecond).ShouldBeFalse();
    }

    private static RunNews Started()
    {
        var news = new RunNews();
        news.Start(0);
        return news;
    }
}
