namespace ClosedLoop.CampaignFiles;

/// <summary>Where pseudopotentials are found, and which they must be.</summary>
/// <param name="Folders">Folders as written, in the order of looking; null for the code's own.</param>
/// <param name="Hashes">File → SHA-256 that it must have.</param>
public sealed record PseudopotentialsFile(IReadOnlyList<string>? Folders, IReadOnlyDictionary<string, string> Hashes);
