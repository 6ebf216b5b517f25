using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>What a message asks for after its task. This version sends nothing after a task, and says so rather than forget it.</summary>
internal static class Embeds
{
    /// <summary>Why the message cannot be honoured; null when it asks for nothing.</summary>
    public static string? FindProblem(MessageEmbed embed)
    {
        if (ReferenceEquals(embed, MessageEmbed.None))
        {
            return null;
        }

        var asked = new List<string>(4);
        AddIfAsked(asked, "callbacks", embed.Callbacks);
        AddIfAsked(asked, "errbacks", embed.Errbacks);
        AddIfAsked(asked, "chain", embed.Chain);
        AddIfAsked(asked, "chord", embed.Chord);
        return asked.Count == 0
            ? null
            : $"its body asks for {string.Join(", ", asked)} after the task, which this version of Downbeat cannot do; the task was not run. "
                + "Requeue it for a worker that can";
    }

    private static void AddIfAsked(List<string> asked, string name, JsonElement? value)
    {
        bool isAsked = value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            || value is { ValueKind: JsonValueKind.Object } signature && signature.GetPropertyCount() > 0;
        if (isAsked)
        {
            asked.Add(name);
        }
    }
}
