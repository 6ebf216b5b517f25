using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A message that could not be handled. Secrets are masked; arguments that cannot be read are null.</summary>
internal sealed record DeadLetterModel(
    long Id, string TaskId, string Task, string Queue, string Reason, DateTime DeadAt, int Deliveries, JsonNode? Args, JsonNode? Kwargs)
{
    public static DeadLetterModel Of(DeadLetter letter)
    {
        (JsonNode? args, JsonNode? kwargs) = DeadLetterOperations.Arguments(letter);
        return new DeadLetterModel(
            letter.Id,
            letter.Message.Headers.Id,
            letter.Message.Headers.Task,
            letter.Queue,
            Masking.Text(letter.Reason),
            letter.DeadAt.UtcDateTime,
            letter.Deliveries,
            Masking.Json(args),
            Masking.Json(kwargs));
    }
}
