using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>A plane-wave code that is asked by a template of its input: Quantum ESPRESSO or abinit. Files that it names are read by those who use them.</summary>
/// <param name="Line">Where it is written.</param>
/// <param name="Type"><c>quantum-espresso</c> or <c>abinit</c>.</param>
/// <param name="Template">The template's file as written.</param>
/// <param name="TemplateLine">Where that is written.</param>
public sealed record PlaneWaveCodeFile(int Line, string Type, string Template, int TemplateLine) : CodeFile(Line)
{
    /// <summary>What a calculation tells, at least one.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    /// <summary>Place of the template → value.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>Where pseudopotentials are; null for the code's own.</summary>
    public PseudopotentialsFile? Pseudopotentials { get; init; }

    /// <summary>Relative volumes of an equation of state; empty for none.</summary>
    public IReadOnlyList<double> Volumes { get; init; } = [];

    /// <summary>What starts the program.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];
}
