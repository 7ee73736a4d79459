using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ClosedLoop;

/// <summary>Reads what campaigns show; unknown members are ignored, so that a screen may be older than the host.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ShownState))]
[JsonSerializable(typeof(ShownTrial))]
[JsonSerializable(typeof(ShownModel))]
[JsonSerializable(typeof(ShownEvent))]
internal sealed partial class ShownJson : JsonSerializerContext
{
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> payload,
        JsonTypeInfo<T> type,
        [NotNullWhen(true)] out T? shown,
        [NotNullWhen(false)] out string? problem)
        where T : class
    {
        try
        {
            shown = JsonSerializer.Deserialize(payload.Span, type);
            problem = shown is null ? "it is null" : null;
        }
        catch (JsonException e)
        {
            (shown, problem) = (null, e.Message);
        }

        return problem is null;
    }
}
