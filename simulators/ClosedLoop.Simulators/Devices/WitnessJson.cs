using System.Text.Json.Serialization;

namespace ClosedLoop.Simulators;

/// <summary>Witness lines as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WitnessEntry))]
internal sealed partial class WitnessJson : JsonSerializerContext;
