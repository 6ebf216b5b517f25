using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Retention;
using Downbeat.Tasks;
using Downbeat.Worker.Execution;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Execution;

public sealed class OutcomesTests
{
    private static readonly DateTimeOffset Now = TestRun.Now;

    [Fact]
    public void What_a_run_returned_is_its_result()
    {
        Outcome outcome = Decide(TestRun.Of(args: "[1,2]", kwargs: """{"x":3}"""), Ending.Returned("42"u8.ToArray()));

        outcome.Settlement.Kind.ShouldBe(SettlementKind.Acknowledge);
        outcome.Settlement.Successor.ShouldBeNull();
        TaskResult result = outcome.Result.ShouldNotBeNull();
        result.State.ShouldBe(TaskState.Success);
        Text(result.Value).ShouldBe("42");
        Text(result.Args).ShouldBe("[1,2]");
        Text(result.Kwargs).ShouldBe("""{"x":3}""");
        result.DoneAt.ShouldBe(Now);
        result.Worker.ShouldBe("w");
        result.Queue.ShouldBe("q");
        result.ExpiresAt.ShouldBe(Now.AddDays(1));
    }

    [Fact]
    public void A_failure_without_a_retry_policy_is_final()
    {
        Outcome outcome = Decide(TestRun.Of(), Ending.Threw(new InvalidOperationException("no")));

        outcome.Settlement.Kind.ShouldBe(SettlementKind.Acknowledge);
        TaskResult result = outcome.Result.ShouldNotBeNull();
        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("InvalidOperationException");
        result.Exception.Module.ShouldBe("System");
        result.Exception.Message.ShouldBe("no");
        result.Exception.Traceback!.ShouldContain("InvalidOperationException: no");
    }

    [Fact]
    public void A_retried_failure_leaves_a_message_with_the_same_id_and_one_retry_more()
    {
        Run run = TestRun.Of(
            Task(options => options.Retry = new RetryPolicy { MaxRetries = 3, Delay = TimeSpan.FromSeconds(10), Jitter = false }),
            headers: headers => headers with
            {
                Retries = 1,
                Group = "g",
                Extra = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["tenant"] = TestRun.Json("7") },
            });
        run.Start(Now.AddSeconds(-1), 0, default);

        Outcome outcome = Decide(run, Ending.Threw(new InvalidOperationException("no")));

        outcome.State.ShouldBe(TaskState.Retry);
        outcome.Settlement.Kind.ShouldBe(SettlementKind.Acknowledge);
        BrokerMessage successor = outcome.Settlement.Successor.ShouldNotBeNull();
        successor.Queue.ShouldBe("q");
        successor.AvailableAt.ShouldBe(Now.AddSeconds(20));
        successor.Priority.ShouldBe(3);
        successor.Message.Headers.Id.ShouldBe("id");
        successor.Message.Headers.Retries.ShouldBe(2);
        successor.Message.Headers.Eta.ShouldBe(Now.AddSeconds(20));
        successor.Message.Headers.Group.ShouldBe("g");
        successor.Message.Headers.Extra["tenant"].GetInt32().ShouldBe(7);
        successor.Message.Body.ToArray().ShouldBe(run.Delivery.Message.Body.ToArray());
        TaskResult result = outcome.Result.ShouldNotBeNull();
        result.State.ShouldBe(TaskState.Retry);
        result.NextRetryAt.ShouldBe(Now.AddSeconds(20));
        result.DoneAt.ShouldBeNull();
        result.Exception!.Type.ShouldBe("InvalidOperationException");
    }

    [Fact]
    public void The_randomness_places_the_delay_of_a_retry()
    {
        Run run = TestRun.Of(Task(options => options.Retry = new RetryPolicy { MaxRetries = 1, Delay = TimeSpan.FromSeconds(10) }));

        Outcome outcome = TestRun.Outcomes().Decide(run, Ending.Threw(new InvalidOperationException()), Now, random: 0.25)!;

        outcome.Settlement.Successor!.AvailableAt.ShouldBe(Now.AddSeconds(2.5));
    }

    [Fact]
    public void The_last_retry_was_the_last()
    {
        Run run = TestRun.Of(Task(options => options.Retry = new RetryPolicy { MaxRetries = 2 }), headers: headers => headers with { Retries = 2 });

        Decide(run, Ending.Threw(new InvalidOperationException())).State.ShouldBe(TaskState.Failure);
    }

    [Fact]
    public void A_task_that_asks_for_a_retry_gets_it_whatever_its_policy_says_of_exceptions()
    {
        Outcome outcome = Decide(TestRun.Of(), Ending.Threw(new RetryException("busy", TimeSpan.FromMinutes(2), innerException: new TimeoutException("late"))));

        outcome.Settlement.Successor!.AvailableAt.ShouldBe(Now.AddMinutes(2));
        outcome.Result!.Exception!.Type.ShouldBe("TimeoutException");
    }

    [Fact]
    public void A_task_that_asks_once_too_often_failed()
    {
        Run run = TestRun.Of(headers: headers => headers with { Retries = 3 });

        TaskResult result = Decide(run, Ending.Threw(new RetryException("busy"))).Result!;

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("MaxRetriesExceededError");
        result.Exception.Module.ShouldBe("celery.exceptions");
        result.Exception.Message.ShouldBe("Can't retry t[id]: busy");
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_never_retried()
    {
        Run run = TestRun.Of(Task(options => options.Retry = new RetryPolicy { MaxRetries = 5 }));

        Outcome outcome = Decide(run, Ending.Threw(new TaskArgumentException("t", "the argument 'x' is missing")));

        outcome.State.ShouldBe(TaskState.Failure);
        outcome.Settlement.Successor.ShouldBeNull();
        outcome.Result!.Exception!.Type.ShouldBe("TaskArgumentException");
    }

    [Fact]
    public void A_rejected_message_is_put_aside_and_who_waits_learns_it()
    {
        Outcome outcome = Decide(TestRun.Of(), Ending.Threw(new RejectException("no such customer")));

        outcome.Settlement.Kind.ShouldBe(SettlementKind.DeadLetter);
        outcome.Settlement.Reason.ShouldBe("no such customer");
        outcome.Result!.State.ShouldBe(TaskState.Failure);
        outcome.Result.Exception!.Type.ShouldBe("RejectException");
    }

    [Fact]
    public void An_unknown_task_is_put_aside_without_a_result_so_that_it_can_still_run()
    {
        Outcome outcome = Decide(TestRun.Of(isKnown: false), Ending.DeadLetter(EndingKind.UnknownTask, "unknown"));

        outcome.Settlement.Kind.ShouldBe(SettlementKind.DeadLetter);
        outcome.Result.ShouldBeNull();
        outcome.State.ShouldBeNull();
    }

    [Fact]
    public void Poison_is_put_aside_as_a_lost_worker()
    {
        Outcome outcome = Decide(TestRun.Of(), Ending.DeadLetter(EndingKind.DeliveredTooOften, "delivered 11 times"));

        outcome.Settlement.Reason.ShouldBe("delivered 11 times");
        outcome.Result!.Exception!.Type.ShouldBe("WorkerLostError");
        outcome.Result.Exception.Module.ShouldBe("billiard.exceptions");
        outcome.Result.Exception.Message.ShouldBe("delivered 11 times");
    }

    [Theory]
    [InlineData(null, "revoked")]
    [InlineData("revoked", "revoked")]
    [InlineData("wrong customer", "revoked: wrong customer")]
    public void A_revoked_task_says_so_in_celerys_words(string? reason, string message)
    {
        TaskResult result = Decide(TestRun.Of(), Ending.Revoked(reason)).Result!;

        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Type.ShouldBe("TaskRevokedError");
        result.Exception.Module.ShouldBe("celery.exceptions");
        result.Exception.Message.ShouldBe(message);
    }

    [Fact]
    public void An_expired_task_is_revoked_as_expired()
    {
        TaskResult result = Decide(TestRun.Of(), Ending.Expired).Result!;

        result.State.ShouldBe(TaskState.Revoked);
        result.Exception!.Message.ShouldBe("expired");
    }

    [Fact]
    public void The_hard_time_limit_is_a_failure_that_carries_its_seconds_as_in_celery()
    {
        Run run = Running(TestRun.Of(Task(options => options.Retry = new RetryPolicy { MaxRetries = 5 })));
        run.Start(Now, 0, new Limits(null, TimeSpan.FromSeconds(1.5)));

        Outcome outcome = Decide(run, Ending.TimeLimitExceeded);

        outcome.State.ShouldBe(TaskState.Failure);
        outcome.Settlement.Successor.ShouldBeNull();
        outcome.Result!.Exception!.Type.ShouldBe("TimeLimitExceeded");
        outcome.Result.Exception.Module.ShouldBe("billiard.exceptions");
        outcome.Result.Exception.Args.ShouldHaveSingleItem().GetDouble().ShouldBe(1.5);
    }

    [Fact]
    public void A_cancellation_after_the_soft_limit_is_that_limit()
    {
        Run run = Running(TestRun.Of());
        run.Cancel(CancelCause.SoftLimit);

        TaskResult result = Decide(run, Ending.Threw(new AggregateException(new TaskCanceledException()))).Result!;

        result.Exception!.Type.ShouldBe("SoftTimeLimitExceeded");
        result.Exception.Module.ShouldBe("billiard.exceptions");
        result.Exception.Args.ShouldBeEmpty();
        result.Exception.Traceback!.ShouldContain("TaskCanceledException");
    }

    [Fact]
    public void A_cancellation_nobody_asked_for_is_an_ordinary_failure()
    {
        Decide(Running(TestRun.Of()), Ending.Threw(new TaskCanceledException("http"))).Result!.Exception!.Type.ShouldBe("TaskCanceledException");
    }

    [Fact]
    public void A_task_that_handles_its_soft_limit_succeeds()
    {
        Run run = Running(TestRun.Of());
        run.Cancel(CancelCause.SoftLimit);

        Decide(run, Ending.Returned(default)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public void A_terminated_run_is_revoked_however_its_code_took_it()
    {
        Run run = Running(TestRun.Of());
        run.RevokeReason = "too slow";
        run.Cancel(CancelCause.Terminated);

        foreach (Ending ending in (Ending[])[Ending.Returned(default), Ending.Threw(new OperationCanceledException()), Ending.Threw(new IOException())])
        {
            TaskResult result = Decide(run, ending).Result!;
            result.State.ShouldBe(TaskState.Revoked);
            result.Exception!.Message.ShouldBe("terminated: too slow");
        }
    }

    [Fact]
    public void A_run_cut_off_by_a_shutdown_goes_back_and_one_that_came_to_its_end_does_not()
    {
        Run run = Running(TestRun.Of());
        run.Cancel(CancelCause.Shutdown);

        Decide(run, Ending.Threw(new IOException("cancelled, as some drivers say it"))).Settlement.Kind.ShouldBe(SettlementKind.GiveBack);
        Decide(run, Ending.Returned(default)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public void A_run_whose_lease_was_lost_leaves_no_result()
    {
        Run run = Running(TestRun.Of());
        run.Cancel(CancelCause.LeaseLost);

        Outcome outcome = Decide(run, Ending.Returned("1"u8.ToArray()));

        outcome.Result.ShouldBeNull();
        outcome.Settlement.Kind.ShouldBe(SettlementKind.GiveBack);
    }

    [Fact]
    public void The_stronger_of_two_causes_decides()
    {
        Run run = Running(TestRun.Of());

        run.Cancel(CancelCause.Terminated).ShouldBeTrue();
        run.Cancel(CancelCause.SoftLimit).ShouldBeFalse();

        run.Cause.ShouldBe(CancelCause.Terminated);
    }

    [Fact]
    public void A_message_acknowledged_early_cannot_go_back_and_its_result_says_so()
    {
        Run run = Running(TestRun.Of());
        run.IsAcknowledged = true;

        TaskResult result = Decide(run, Ending.GivenBack).Result!;

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("WorkerLostError");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Nothing_is_kept_of_a_task_whose_result_is_ignored(bool byTask, bool byMessage)
    {
        TaskDefinition task = Task(options =>
        {
            options.IgnoreResult = byTask;
            options.Retry = new RetryPolicy { MaxRetries = 1 };
        });
        Ending[] endings =
        [
            Ending.Returned("1"u8.ToArray()), Ending.Threw(new InvalidOperationException()), Ending.Threw(new RejectException("no")), Ending.Expired,
            Ending.Revoked(null), Ending.TimeLimitExceeded, Ending.Undecodable(new InvalidMessageException("body", "empty", "JSON")),
        ];

        foreach (Ending ending in endings)
        {
            Run run = TestRun.Of(task, headers: headers => headers with { IgnoreResult = byMessage });
            Decide(run, ending).Result.ShouldBeNull();
        }
    }

    [Fact]
    public void The_message_says_how_long_its_result_is_kept_before_the_task_does()
    {
        TaskDefinition task = Task(options => options.ResultKeep = TimeSpan.FromHours(2));
        Run asTask = TestRun.Of(task);
        Run asMessage = TestRun.Of(task, headers: headers => headers with
        {
            Extra = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { [HeaderNames.ResultKeep] = TestRun.Json("60") },
        });

        Decide(asTask, Ending.Returned(default)).Result!.Keep.ShouldBe(TimeSpan.FromHours(2));
        TaskResult result = Decide(asMessage, Ending.Returned(default)).Result!;
        result.Keep.ShouldBe(TimeSpan.FromMinutes(1));
        result.ExpiresAt.ShouldBe(Now.AddMinutes(1));
    }

    [Fact]
    public void Results_kept_for_ever_never_expire()
    {
        var forever = new RetentionPolicy { ResultExpires = null };

        TestRun.Outcomes(forever).Decide(TestRun.Of(), Ending.Returned(default), Now, 0)!.Result!.ExpiresAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(20, false)]
    [InlineData(0, false)]
    public void Arguments_beyond_the_bound_are_not_kept(int bound, bool areKept)
    {
        Outcomes outcomes = TestRun.Outcomes(settings: TestRun.Settings with { MaxArgumentBytes = bound });
        Run run = TestRun.Of(args: $"[\"{new string('x', 30)}\"]");

        TaskResult result = outcomes.Decide(run, Ending.Returned(default), Now, 0)!.Result!;

        result.Args.IsEmpty.ShouldBe(!areKept);
        result.Kwargs.IsEmpty.ShouldBe(bound == 0);
    }

    [Fact]
    public void An_exception_that_cannot_describe_itself_is_known_by_its_type()
    {
        TaskResult result = Decide(TestRun.Of(), Ending.Threw(new BrokenException())).Result!;

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("BrokenException");
    }

    [Fact]
    public void Times_beyond_all_calendars_do_not_break_a_decision()
    {
        Run run = TestRun.Of(headers: headers => headers with
        {
            Extra = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { [HeaderNames.ResultKeep] = TestRun.Json("1e300") },
        });

        Outcome outcome = Decide(run, Ending.Threw(new RetryException("later", TimeSpan.MaxValue)));

        outcome.State.ShouldBe(TaskState.Retry);
    }

    private static Outcome Decide(Run run, Ending ending) => TestRun.Outcomes().Decide(run, ending, Now, random: 0.5).ShouldNotBeNull();

    private static Run Running(Run run)
    {
        run.TryBegin().ShouldBeTrue();
        return run;
    }

    private static TaskDefinition Task(Action<TaskOptions> configure) => TestTask.Define("t", static _ => null, configure);

    private static string Text(ReadOnlyMemory<byte> json) => System.Text.Encoding.UTF8.GetString(json.Span);

    private sealed class BrokenException : Exception
    {
        public override string Message => throw new InvalidOperationException("even this");
    }
}
