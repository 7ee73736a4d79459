using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator;

/// <summary>JSON of what is shown.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatePicture))]
[JsonSerializable(typeof(TrialPicture))]
[JsonSerializable(typeof(EventPicture))]
[JsonSerializable(typeof(ModelSummary))]
internal sealed partial class PictureJson : JsonSerializerContext;
