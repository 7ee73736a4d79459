using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Messaging;

/// <summary>
/// A time is an ISO 8601 string; it is written in UTC with <c>Z</c> and read only with an offset, since a local time of another machine means nothing.
/// </summary>
internal sealed class UtcTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Whether a text says its offset: it ends in <c>Z</c>, <c>±hh:mm</c>.</summary>
    public static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && HasOffset(text) && reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new JsonException("Not a time with offset");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
