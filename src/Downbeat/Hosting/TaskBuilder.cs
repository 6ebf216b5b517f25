using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Hosting;

internal sealed class TaskBuilder : ITaskBuilder
{
    private readonly List<PeriodicDeclaration> _periodics = [];
    private readonly TaskDefinition _definition;

    public TaskBuilder(IServiceCollection services, TaskDefinition definition)
    {
        Services = services;
        _definition = definition with { Options = definition.Options.Copy() };
        _periodics.AddRange(definition.Periodics);
        services.AddSingleton(_ => _definition with { Periodics = [.. _periodics] });
    }

    public IServiceCollection Services { get; }

    public ITaskBuilder WithOptions(Action<TaskOptions> configure)
    {
        configure(_definition.Options);
        _definition.Options.Validate();
        return this;
    }

    public ITaskBuilder On(Schedule schedule, string? name, Func<PeriodicTask, PeriodicTask>? configure)
    {
        var task = new PeriodicTask(name ?? _definition.Name, _definition.Name) { Schedule = schedule };
        task = configure?.Invoke(task) ?? task;
        ScheduleStores.PeriodicTaskRules.Check(task);
        _periodics.Add(new PeriodicDeclaration(task.Name, task));
        return this;
    }
}
