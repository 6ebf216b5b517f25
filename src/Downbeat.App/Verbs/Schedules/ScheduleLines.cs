using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Downbeat.App.Verbs.Schedules;

/// <summary>Answers a stream of questions: a line of JSON in, a line of JSON out, in the same order, however many there are.</summary>
internal static class ScheduleLines
{
    // Errors repeat what was given; as it was given, they can be read.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task AnswerAsync(
        TextReader input, TextWriter output, Func<ScheduleRequest, JsonObject> answer, CancellationToken cancellationToken)
    {
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                output.WriteLine(Answer(line, answer).ToJsonString(Json));
                await output.FlushAsync(cancellationToken);
            }
        }
    }

    private static JsonObject Answer(string line, Func<ScheduleRequest, JsonObject> answer)
    {
        try
        {
            return answer(ScheduleJson.Read(line));
        }
        catch (InvalidValueException refusal)
        {
            return new JsonObject { ["error"] = refusal.Message };
        }
    }
}
