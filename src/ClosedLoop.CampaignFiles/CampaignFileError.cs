namespace ClosedLoop.CampaignFiles;

/// <summary>One mistake in a file that a person wrote.</summary>
/// <param name="Line">Line of <see cref="File"/>, from 1.</param>
/// <param name="Path">
/// Where in the file, such as <c>objectives.yield.goal</c> or <c>workflow[0].deadline</c> (list items from 0); empty for the file as a whole.
/// </param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record CampaignFileError(int Line, string Path, string Message)
{
    /// <summary>The file with the mistake: the campaign or lab file, or a table that it names.</summary>
    public required string File { get; init; }

    /// <summary><c>file.yaml(12): path: message</c></summary>
    public override string ToString() => Path.Length == 0 ? $"{File}({Line}): {Message}" : $"{File}({Line}): {Path}: {Message}";
}
