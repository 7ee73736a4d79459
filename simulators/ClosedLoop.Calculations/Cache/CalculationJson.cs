using System.Text.Json.Serialization;

namespace ClosedLoop.Calculations;

/// <summary>JSON of what calculations leave behind: camel case, indented for people.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(CachedCalculation))]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class CalculationJson : JsonSerializerContext;
