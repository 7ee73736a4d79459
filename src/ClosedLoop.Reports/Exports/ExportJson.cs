using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Reports;

/// <summary>How exports are written as JSON: camel case; numbers that JSON has no word for as strings, for nothing may be lost.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrialLine))]
internal sealed partial class ExportJson : JsonSerializerContext;
