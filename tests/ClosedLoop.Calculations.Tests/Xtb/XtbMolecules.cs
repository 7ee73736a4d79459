using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Small molecules for xtb.</summary>
internal static class XtbMolecules
{
    public const string Water = "3\n\nO 0 0 0\nH 0 0 0.96\nH 0 0.93 -0.24\n";

    // Hydrogen peroxide at a dihedral of about 115°.
    public const string Peroxide = "4\n\nH 0.95 0 -0.2\nO 0 0 0\nO 0 0 1.45\nH -0.4 0.86 1.65\n";

    public static readonly IReadOnlyDictionary<string, ParameterValue> Nothing = new Dictionary<string, ParameterValue>();

    public static XtbSettings Of(string geometry) => new("m.xyz", geometry, [new("energy") { Quantity = "total-energy", Unit = "Hartree" }]);
}
