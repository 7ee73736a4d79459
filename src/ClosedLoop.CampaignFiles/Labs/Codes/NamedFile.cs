namespace ClosedLoop.CampaignFiles;

/// <summary>A file that a lab file names.</summary>
/// <param name="Name">What it is called in the folder of a run.</param>
/// <param name="Path">The file as written; see <see cref="DataFolder.Resolve"/>.</param>
/// <param name="Line">Where it is written.</param>
public sealed record NamedFile(string Name, string Path, int Line);
