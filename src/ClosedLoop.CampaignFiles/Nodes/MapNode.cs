namespace ClosedLoop.CampaignFiles;

/// <summary>Keys and values in file order; every key once.</summary>
internal sealed record MapNode(string Path, int Line, int Column, IReadOnlyList<MapEntry> Entries) : FileNode(Path, Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "a map";
}
