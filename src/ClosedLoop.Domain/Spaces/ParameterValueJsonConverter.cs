using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A parameter value is a JSON number or a JSON string.</summary>
public sealed class ParameterValueJsonConverter : JsonConverter<ParameterValue>
{
    /// <inheritdoc/>
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new ParameterValue(reader.GetDouble()),
        JsonTokenType.String => new ParameterValue(reader.GetString()!),
        _ => throw new JsonException($"A parameter value is a number or a string, not {reader.TokenType}"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsNumber)
        {
            writer.WriteNumberValue(value.Number);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
