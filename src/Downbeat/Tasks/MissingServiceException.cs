using Downbeat.Serialization;

namespace Downbeat.Tasks;

/// <summary>A task asks for a service that the application has not registered.</summary>
public sealed class MissingServiceException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="parameter">The parameter that takes the service.</param>
    /// <param name="service">The service's type.</param>
    /// <param name="key">The service's key; null when it has none.</param>
    public MissingServiceException(string task, string parameter, Type service, object? key = null)
        : base($"{task}: '{parameter}' is a service, {TypeNames.Of(service)}{(key is null ? "" : $" with the key '{key}'")}, that is not registered; "
            + "register it, or let the parameter have a type that comes from the message: a record, a class or a value that JSON can hold")
    {
        Service = service;
    }

    /// <summary>The type that is not registered.</summary>
    public Type Service { get; }
}
