using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A candidate is a JSON object, keys in the space's order.</summary>
public sealed class CandidateJsonConverter : JsonConverter<Candidate>
{
    private static readonly ParameterValueJsonConverter Value = new();

    /// <inheritdoc/>
    public override Candidate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A candidate is an object");
        }

        var values = new List<KeyValuePair<string, ParameterValue>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            values.Add(new(key, Value.Read(ref reader, typeof(ParameterValue), options)));
        }

        return new Candidate(values);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Candidate value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var pair in value.Values)
        {
            writer.WritePropertyName(pair.Key);
            Value.Write(writer, pair.Value, options);
        }

        writer.WriteEndObject();
    }
}
