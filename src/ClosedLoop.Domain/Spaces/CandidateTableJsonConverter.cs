using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A table is an array of candidates, which are objects; it is read into compact storage.</summary>
public sealed class CandidateTableJsonConverter : JsonConverter<IReadOnlyList<Candidate>>
{
    private static readonly CandidateJsonConverter Row = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Candidate> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A table is an array of candidates");
        }

        CandidateTableBuilder? builder = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var row = Row.Read(ref reader, typeof(Candidate), options);
            builder ??= new([.. row.Values.Select(pair => pair.Key)], false);
            try
            {
                builder.Add(row);
            }
            catch (ArgumentException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        return builder?.Build() ?? CandidateTable.Of([]);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Candidate> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var row in value)
        {
            Row.Write(writer, row, options);
        }

        writer.WriteEndArray();
    }
}
