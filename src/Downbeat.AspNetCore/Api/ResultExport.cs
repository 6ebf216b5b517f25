using System.Globalization;
using System.Text;
using System.Text.Json;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>Hands out results as they are read, however many there are.</summary>
internal sealed class ResultExport(IAsyncEnumerable<TaskResult> results, bool isCsv) : IResult
{
    private const int FlushEvery = 100;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=results.{(isCsv ? "csv" : "jsonl")}";
        if (isCsv)
        {
            await response.WriteAsync(
                "id,state,task,args,kwargs,result,exception,worker,queue,retries,received_at,started_at,done_at,runtime_seconds,periodic_task\r\n",
                httpContext.RequestAborted).ConfigureAwait(false);
        }

        int count = 0;
        await foreach (TaskResult result in results.ConfigureAwait(false))
        {
            ResultModel model = ResultModel.Of(result);
            await response.WriteAsync(isCsv ? Csv(model) : JsonSerializer.Serialize(model, ApiJson.Options) + "\n", httpContext.RequestAborted)
                .ConfigureAwait(false);
            if (++count % FlushEvery == 0)
            {
                await response.Body.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    private static string Csv(ResultModel result)
    {
        string?[] fields =
        [
            result.Id,
            result.State,
            result.Task,
            result.Args?.ToJsonString(ApiJson.Options),
            result.Kwargs?.ToJsonString(ApiJson.Options),
            result.Result?.ToJsonString(ApiJson.Options),
            result.Exception is { } exception ? $"{exception.Type}: {exception.Message}" : null,
            result.Worker,
            result.Queue,
            result.Retries.ToString(CultureInfo.InvariantCulture),
            Instant(result.ReceivedAt),
            Instant(result.StartedAt),
            Instant(result.DoneAt),
            result.RuntimeSeconds?.ToString(CultureInfo.InvariantCulture),
            result.PeriodicTask,
        ];
        return new StringBuilder().AppendJoin(',', fields.Select(Field)).Append("\r\n").ToString();
    }

    private static string? Instant(DateTime? value) => value?.ToString("O", CultureInfo.InvariantCulture);

    // A spreadsheet takes a text that begins with one of these for a formula.
    private static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        string safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
