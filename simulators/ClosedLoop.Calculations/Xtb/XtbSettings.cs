using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>What a lab file says of calculations with xtb.</summary>
/// <param name="GeometryName">The geometry's name, for messages.</param>
/// <param name="Geometry">Its text, in the format xyz.</param>
/// <param name="Outputs">What a calculation tells.</param>
public sealed record XtbSettings(string GeometryName, string Geometry, IReadOnlyList<DeclaredOutput> Outputs)
{
    /// <summary>How the energy is calculated; GFN2-xTB by default.</summary>
    public XtbMethod Method { get; init; } = XtbMethod.Gfn2;

    /// <summary>How far the geometry is optimized: crude, sloppy, loose, normal, tight, verytight or extreme; null, the default, calculates at the geometry as it is.</summary>
    public string? Optimization { get; init; }

    /// <summary>Charge of the molecule; 0 by default.</summary>
    public int Charge { get; init; }

    /// <summary>Number of unpaired electrons; 0 by default.</summary>
    public int Unpaired { get; init; }

    /// <summary>Name of a solvent of the ALPB model, or a place for one such as <c>{{solvent:word}}</c>; <c>gas</c>, the default, is none.</summary>
    public string Solvent { get; init; } = Gas;

    /// <summary>Torsions that are set; none by default.</summary>
    public IReadOnlyList<XtbTorsion> Torsions { get; init; } = [];

    /// <summary>How hard torsions are held, in Hartree per square radian.</summary>
    public double ForceConstant { get; init; } = 2;

    /// <summary>Places of groups; none by default.</summary>
    public IReadOnlyList<XtbSubstituent> Substituents { get; init; } = [];

    /// <summary>
    /// The groups, one after the other in the format xyz, the comment of each being its name. The first atom stands for the one that the group is bonded to, at the origin; the second is bonded to
    /// it, along x; the plane of x and y becomes the plane of the bonds of the atom that it is bonded to.
    /// </summary>
    public string? Groups { get; init; }

    /// <summary>Values for inputs that no campaign chooses; none by default.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>Most steps of the optimization; null leaves it to xtb.</summary>
    public int? MostCycles { get; init; }

    /// <summary>Most steps of the self-consistent charges; null leaves it to xtb.</summary>
    public int? MostIterations { get; init; }

    /// <summary>How long one run may take; null leaves it to the instrument.</summary>
    public TimeSpan? TimeLimit { get; init; }

    internal const string Gas = "gas";
}
