namespace ClosedLoop.CampaignFiles;

/// <summary>A value in a file, with the place where it was written.</summary>
/// <param name="Path">Keys and list positions from the root, such as <c>workflow[0].inputs</c>.</param>
/// <param name="Line">Line from 1; for a map or a list that has a key, the line of the key.</param>
/// <param name="Column">Column from 1; orders mistakes within a line.</param>
internal abstract record FileNode(string Path, int Line, int Column)
{
    /// <summary>What a message calls this kind of value.</summary>
    public abstract string Kind { get; }

    /// <summary>The path of a value under this one.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
