namespace ClosedLoop.CampaignFiles;

/// <summary>A single value as it was written.</summary>
internal sealed record ScalarNode(string Path, int Line, int Column, string Text, bool Quoted) : FileNode(Path, Line, Column)
{
    /// <summary>Whether nothing was written, or YAML's word for nothing.</summary>
    public bool IsNothing => !Quoted && Text is "" or "~" or "null";

    /// <inheritdoc/>
    public override string Kind => IsNothing ? "nothing" : Quoted ? $"the text \"{Text}\"" : $"'{Text}'";
}
