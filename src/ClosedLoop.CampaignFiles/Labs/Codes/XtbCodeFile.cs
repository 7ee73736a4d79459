using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>The code xtb. Files that it names are read by those who use them.</summary>
/// <param name="Line">Where it is written.</param>
/// <param name="Geometry">The geometry's file as written.</param>
/// <param name="GeometryLine">Where that is written.</param>
public sealed record XtbCodeFile(int Line, string Geometry, int GeometryLine) : CodeFile(Line)
{
    /// <summary>What a calculation tells, at least one.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    /// <summary>Input → value.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>How the energy is calculated.</summary>
    public XtbMethodFile Method { get; init; }

    /// <summary>Level of optimization; null for none.</summary>
    public string? Optimization { get; init; }

    /// <summary>Charge.</summary>
    public int Charge { get; init; }

    /// <summary>Unpaired electrons.</summary>
    public int Unpaired { get; init; }

    /// <summary>Solvent, or a place for one; null for none.</summary>
    public string? Solvent { get; init; }

    /// <summary>Four atoms, counted from 1, and a formula of the angle, for each torsion.</summary>
    public IReadOnlyList<(IReadOnlyList<int> Atoms, string Angle)> Torsions { get; init; } = [];

    /// <summary>Input → atom, counted from 1, that the group which it names replaces.</summary>
    public IReadOnlyDictionary<string, int> Substituents { get; init; } = new Dictionary<string, int>();

    /// <summary>The groups' file as written; null for none.</summary>
    public string? Groups { get; init; }
}
