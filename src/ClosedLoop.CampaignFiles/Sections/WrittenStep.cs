using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>A step as far as it could be read.</summary>
/// <param name="Node">Where it is written.</param>
/// <param name="Name">Its name; null when unreadable.</param>
/// <param name="Step">The step; null when anything of it is wrong.</param>
/// <param name="Inputs">Its inputs; null when unreadable.</param>
/// <param name="Outputs">Its outputs; null when unreadable.</param>
internal sealed record WrittenStep(
    FileNode Node,
    string? Name,
    Step? Step,
    IReadOnlyList<(string Parameter, StepInput Input, FileNode Node)>? Inputs,
    IReadOnlyList<(string Name, FileNode Node)>? Outputs)
{
    /// <summary>The source whose trials alone have it; null when all have it.</summary>
    public string? Source { get; init; }

    /// <summary>Whether a trial at a source has it.</summary>
    public bool Serves(string? source) => Source is null || source is null || Source == source;
}
