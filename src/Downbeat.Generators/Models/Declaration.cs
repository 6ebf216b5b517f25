namespace Downbeat.Generators.Models;

/// <summary>A marked method in its class; without the method where the analyzers refuse it.</summary>
internal sealed record Declaration(TaskClass Class, TaskMethod? Method);

/// <summary>A class with all of its tasks, and the name of the file they are generated into.</summary>
internal sealed record DeclaredClass(TaskClass Class, EquatableArray<TaskMethod> Methods, string HintName);
