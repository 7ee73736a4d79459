using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A DispatchId is a JSON string.</summary>
public sealed class DispatchIdJsonConverter : JsonConverter<DispatchId>
{
    /// <inheritdoc/>
    public override DispatchId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && DispatchId.TryParse(text, out var id) ? id : throw new JsonException("Not a dispatch id");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DispatchId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }
}
