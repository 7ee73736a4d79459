namespace ClosedLoop.Campaigns;

/// <summary>A raw data file of a result, by content.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Uri">Where the instrument put it.</param>
/// <param name="Sha256">SHA-256 of its content, hex.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ResultFileReference(string Name, string Uri, string Sha256, long Bytes);
