using System.Text.Json.Serialization;
using Downbeat.Brokers;
using Downbeat.Retention;

namespace Downbeat.PostgreSql.Connections;

/// <summary>The JSON documents that stand in columns.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(WorkerReport))]
[JsonSerializable(typeof(TaskProgress))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RetentionCount>))]
internal sealed partial class PostgreSqlJson : JsonSerializerContext;
