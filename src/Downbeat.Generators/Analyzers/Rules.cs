using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>Everything the analyzers can say. <c>docs/analyzers.md</c> has a section for each.</summary>
internal static class Rules
{
    private const string Category = "Downbeat";

    public static readonly DiagnosticDescriptor DuplicateTask = Error(
        "DB0001",
        "Task names are unique",
        "The task name '{0}' is taken by {1}; give one of them another name",
        "A message names the task it is for. Two tasks of one name cannot both be meant, and the program refuses to start.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TaskName = Error(
        "DB0002",
        "Task names can be written",
        "The task name {0} is not allowed; allowed are 1 to 200 characters that are not all blank and none of them a control character",
        "The name stands in messages, in databases and on screens.");

    public static readonly DiagnosticDescriptor Partial = Error(
        "DB0003",
        "Classes with tasks are partial",
        "The type '{0}' is not partial, so the code that runs the tasks of '{1}' has no place; add the word partial",
        "The code that binds arguments is generated into the class itself, where it can call private methods.");

    public static readonly DiagnosticDescriptor Kind = Error(
        "DB0004",
        "Tasks are ordinary methods of classes",
        "'{0}' cannot have or be a task: {1}",
        "A task is a method of a class that is neither a record nor local to its file. Local functions, lambdas, accessors, operators and "
            + "explicitly implemented members have no name to be called by.");

    public static readonly DiagnosticDescriptor Generic = Error(
        "DB0005",
        "Tasks are not generic",
        "'{0}' is generic, and a message does not say with which types to call it; write a task for each type",
        "A message has a name and arguments, and no types.");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "DB0006",
        "Parameters of tasks are passed by value",
        "The parameter '{0}' is passed by reference, which no message can do; take it without ref, out or in and return what changes",
        "Arguments come from a message and results go into the result backend.");

    public static readonly DiagnosticDescriptor ReturnType = Error(
        "DB0007",
        "Return types can be waited for",
        "A task cannot return {0}; allowed are void, a value, Task, Task<T>, ValueTask and ValueTask<T>{1}",
        "The worker waits for the run and stores what it returns. Nobody can wait for async void, or see it fail; asynchronous sequences have "
            + "no end that could be stored.");

    public static readonly DiagnosticDescriptor Constructor = Error(
        "DB0008",
        "Classes with tasks have one constructor",
        "'{0}' cannot be made for a run: {1}",
        "An instance is made for every run, with the services that its public constructor takes. With several, "
            + "[ActivatorUtilitiesConstructor] says which.");

    public static readonly DiagnosticDescriptor Json = Error(
        "DB0009",
        "Arguments and results can be JSON",
        "{0} cannot be JSON: {1}",
        "Arguments and results travel as JSON. Services are recognised by their type or marked [FromServices].");

    public static readonly DiagnosticDescriptor Crontab = Error(
        "DB0010",
        "Crontabs can be read",
        "{0}",
        "minute hour day_of_month month_of_year day_of_week, in Celery's grammar; all five must match.");

    public static readonly DiagnosticDescriptor TimeZone = new(
        "DB0011",
        "Time zones are known",
        "The time zone '{0}' is not in the IANA database{1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Time zones go by their ids in the IANA database, case included. The program knows the database of its own NodaTime, which may be newer.");

    public static readonly DiagnosticDescriptor Schedule = Error(
        "DB0012",
        "Schedules can be read",
        "{0}",
        "An interval has at least 10 milliseconds; other schedules are written as 'interval: 5 minutes', 'solar: sunset 52.5 13.4' or "
            + "'clocked: 2030-01-02T03:04:05Z'.");

    public static readonly DiagnosticDescriptor RateLimit = Error(
        "DB0013",
        "Rate limits can be read",
        "{0}",
        "A number of runs, alone (a second) or followed by /s, /m or /h.");

    public static readonly DiagnosticDescriptor ExceptionType = Error(
        "DB0014",
        "RetryFor and DontRetryFor name exceptions",
        "'{0}' in {1} is no exception, so no run can fail with it",
        "A failed run is retried, or not, by the type of the exception it failed with.");

    public static readonly DiagnosticDescriptor TimeLimits = Error(
        "DB0015",
        "The soft time limit comes before the hard one",
        "The soft time limit of {0} s does not come before the time limit of {1} s, so the run would never be asked to stop",
        "The soft limit cancels the run's token; the hard one gives up on the run.");

    public static readonly DiagnosticDescriptor Option = Error(
        "DB0016",
        "Options are in their range",
        "{0} = {1} is not allowed; allowed: {2}",
        "A value out of its range is refused when the program starts.");

    public static readonly DiagnosticDescriptor Tokens = Error(
        "DB0017",
        "A task has one cancellation token",
        "'{0}' is a second cancellation token; a run has one, which time limits, revokes and shutdowns cancel alike",
        "Two parameters would always hold the same token.");

    public static readonly DiagnosticDescriptor PeriodicAlone = new(
        "DB0018",
        "[Periodic] needs [BackgroundTask]",
        "'{0}' is no task, so nothing is fired; add [BackgroundTask(\"name\")]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A periodic task sends a task; the method must be declared as one.");

    public static readonly DiagnosticDescriptor PeriodicArguments = Error(
        "DB0019",
        "Periodic tasks give the arguments that are needed",
        "{0}",
        "A periodic task sends the same message every time: Kwargs is a JSON object that has every parameter without a default, and no others.");

    public static readonly DiagnosticDescriptor PeriodicSchedule = Error(
        "DB0020",
        "[Periodic] has one schedule",
        "[Periodic] on '{0}' {1}",
        "A crontab, EverySeconds or Schedule: one of the three. TimeZone belongs to the crontab.");

    public static readonly DiagnosticDescriptor DuplicatePeriodic = Error(
        "DB0021",
        "Names of periodic tasks are unique",
        "The periodic task '{0}' is declared by {1} already; set Name on one of them",
        "A periodic task is known by its name, in the store and to operators. Without Name it has the task's.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SignatureClash = Error(
        "DB0022",
        "Signatures are distinct",
        "'{0}' and '{1}' would both be Signatures.{2} with the same parameters; rename one of the methods",
        "A signature has the method's name without Async and the parameters that come from the message; services do not count.");

    public static readonly DiagnosticDescriptor MemberTaken = Error(
        "DB0023",
        "Definitions and Signatures are generated",
        "'{0}' stands where the generator puts its own {1}; rename it",
        "Every class with tasks gets a property Definitions and a nested class Signatures.");

    private static DiagnosticDescriptor Error(string id, string title, string message, string description, params string[] tags)
    {
        return new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, description, customTags: tags);
    }
}
