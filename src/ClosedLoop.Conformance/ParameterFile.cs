using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.Conformance;

/// <summary>The user's parameters: a JSON object, capability → parameter → number or text.</summary>
public static class ParameterFile
{
    /// <summary>Capability → parameter → value.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The file's name, for the message.</param>
    /// <exception cref="ConformanceRefusedException">It is not such an object; the message names the culprit.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, ParameterValue>> Read(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(capability => capability.Name, capability => Values(capability, name))
                : throw new ConformanceRefusedException($"{name}: must be an object, capability → parameter → value");
        }
        catch (JsonException e)
        {
            throw new ConformanceRefusedException($"{name}: is not JSON: {e.Message}");
        }
    }

    private static IReadOnlyDictionary<string, ParameterValue> Values(JsonProperty capability, string name) =>
        capability.Value.ValueKind == JsonValueKind.Object
            ? capability.Value.EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => Value(parameter, $"{name}: {capability.Name}"))
            : throw new ConformanceRefusedException($"{name}: `{capability.Name}` must be an object, parameter → value");

    private static ParameterValue Value(JsonProperty parameter, string where) => parameter.Value.ValueKind switch
    {
        JsonValueKind.Number when parameter.Value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String => parameter.Value.GetString()!,
        _ => throw new ConformanceRefusedException($"{where}: `{parameter.Name}` must be a finite number or a string"),
    };
}
