using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Hexagonal magnesium at a cutoff so low that a run takes a tenth of a second.</summary>
internal static class Magnesium
{
    public const string Template = """
        &control
         calculation='scf', tstress=.true., disk_io='low' ! prefix='not this one'
        /
        &system
         ibrav=4, A={{a}}, C={{a*c_over_a}}, nat=2, ntyp=1,
         ecutwfc={{ecut}}, occupations='smearing', smearing='mv', degauss=0.05
        /
        &electrons
         conv_thr=1d-8, electron_maxstep=60
        /
        ATOMIC_SPECIES
         Mg 24.305 Mg.pz-n-vbc.UPF
        ATOMIC_POSITIONS crystal
         Mg 0.333333333333 0.666666666667 0.25
         Mg 0.666666666667 0.333333333333 0.75
        K_POINTS automatic
         {{k:integer}} {{k:integer}} {{kz:integer}} 0 0 0
        """;

    public static readonly Dictionary<string, ParameterValue> Cell = new() { ["a"] = 3.1455, ["c_over_a"] = 1.6139 };

    private static readonly Dictionary<string, ParameterValue> Low = new() { ["ecut"] = 8, ["k"] = 4, ["kz"] = 3 };

    // A few seconds, so that it can be met at work.
    private static readonly Dictionary<string, ParameterValue> Long = new() { ["ecut"] = 24, ["k"] = 12, ["kz"] = 8 };

    public static QuantumEspressoSettings Settings(string from = "", string to = "", bool isLong = false) => new(
        "mg.in", from.Length == 0 ? Template : Template.Replace(from, to, StringComparison.Ordinal), [new DeclaredOutput("energy") { Quantity = "total-energy", Unit = "Hartree" }])
    {
        Constants = isLong ? Long : Low,
    };

    public static QuantumEspresso Code(string from = "", string to = "", bool isLong = false) => new(Settings(from, to, isLong));

    public static CalculationStage Stage(string from = "", string to = "", bool isLong = false) => Code(from, to, isLong).Plan(Cell).Stages.Single();
}
