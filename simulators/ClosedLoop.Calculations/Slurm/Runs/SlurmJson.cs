using System.Text.Json.Serialization;

namespace ClosedLoop.Calculations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessEnding))]
[JsonSerializable(typeof(CopyEnding))]
internal sealed partial class SlurmJson : JsonSerializerContext;
