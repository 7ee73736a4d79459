using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClosedLoop.Journal;

/// <summary>Events of one closed set as a type name, a version and JSON. The names are the journal's format: they outlive the types.</summary>
internal sealed class EventCodec<TEvent>
    where TEvent : class
{
    private readonly Dictionary<string, JsonTypeInfo> _byName;
    private readonly Dictionary<Type, (string Name, JsonTypeInfo Info)> _byType;

    public EventCodec(IEnumerable<(string Name, JsonTypeInfo Info)> events)
    {
        _byType = events.ToDictionary(e => e.Info.Type);
        _byName = _byType.Values.ToDictionary(e => e.Name, e => e.Info);
    }

    public IEnumerable<Type> Types => _byType.Keys;

    public (string Type, byte[] Json) Write(TEvent happened)
    {
        var (name, info) = _byType[happened.GetType()];
        return (name, JsonSerializer.SerializeToUtf8Bytes(happened, info));
    }

    public TEvent Read(string type, ReadOnlySpan<byte> json) =>
        _byName.TryGetValue(type, out var info)
            ? (TEvent)JsonSerializer.Deserialize(json, info)!
            : throw new JsonException($"unknown event type '{type}'; was it written by a newer release?");
}
