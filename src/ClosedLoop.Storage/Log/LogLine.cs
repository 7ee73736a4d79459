namespace ClosedLoop.Storage;

/// <summary>A committed line of a <see cref="DurableLog"/>.</summary>
/// <param name="Sequence">Its number, from 1; also its line number in the file.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Type">What kind of entry it is.</param>
/// <param name="Version">Version of that kind's data.</param>
/// <param name="Data">One JSON object, UTF-8, exactly as it stands in the file.</param>
/// <param name="Hash">Its hash, which covers every line before it: 64 lower-case hexadecimal digits.</param>
/// <param name="Commit">Whether it ends a batch.</param>
public sealed record LogLine(long Sequence, DateTimeOffset Time, string Type, int Version, ReadOnlyMemory<byte> Data, string Hash, bool Commit);
