namespace ClosedLoop.Storage;

/// <summary>Something to be appended to a <see cref="DurableLog"/>.</summary>
/// <param name="Time">When it happened; written in UTC, to 100 ns.</param>
/// <param name="Type">What kind of entry it is.</param>
/// <param name="Version">Version of that kind's data, from 1.</param>
/// <param name="Data">One JSON object, UTF-8.</param>
public sealed record LogEntry(DateTimeOffset Time, string Type, int Version, ReadOnlyMemory<byte> Data);
