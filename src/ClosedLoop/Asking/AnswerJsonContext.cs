using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelSummary))]
internal sealed partial class AnswerJsonContext : JsonSerializerContext;
