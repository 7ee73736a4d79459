namespace ClosedLoop.CampaignFiles;

/// <summary>A list of values in file order.</summary>
internal sealed record ListNode(string Path, int Line, int Column, IReadOnlyList<FileNode> Items) : FileNode(Path, Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}
