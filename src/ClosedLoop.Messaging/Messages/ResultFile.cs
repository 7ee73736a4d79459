namespace ClosedLoop.Messaging;

/// <summary>A raw data file of a result.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Uri">Where it lies.</param>
/// <param name="Sha256">SHA-256 of its content, hex.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ResultFile(string Name, string Uri, string Sha256, long Bytes);
