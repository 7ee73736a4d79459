using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Messaging;

/// <summary>A duration is a number of seconds, to the tick of 100 ns; the member's name ends in <c>Seconds</c>.</summary>
internal sealed class SecondsJsonConverter : JsonConverter<TimeSpan>
{
    /// <summary>The longest duration that is read, about 30 years.</summary>
    public const double Longest = 1e9;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble() is >= 0 and <= Longest and var seconds
            ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw new JsonException("Not a duration");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
}
