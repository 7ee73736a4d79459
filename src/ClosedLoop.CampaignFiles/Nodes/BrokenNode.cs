namespace ClosedLoop.CampaignFiles;

/// <summary>A value that could not be read and is already an error; nothing more is said of it.</summary>
internal sealed record BrokenNode(string Path, int Line, int Column) : FileNode(Path, Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "an unreadable value";
}
