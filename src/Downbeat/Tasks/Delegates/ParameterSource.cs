namespace Downbeat.Tasks.Delegates;

/// <summary>Where the value of a task's parameter comes from.</summary>
internal enum ParameterSource
{
    Message,
    Service,
    KeyedService,
    Context,
    Token,
}
