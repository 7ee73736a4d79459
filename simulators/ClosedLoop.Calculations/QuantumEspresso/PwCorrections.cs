using System.Globalization;
using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>
/// What may be tried after a run of pw.x that gave no result: for each failure class one change of the numerics, never of cutoff, points of reciprocal space, smearing or threshold, which would answer another question;
/// and any number of continuations from checkpoints, up to a bound.
/// </summary>
internal static class PwCorrections
{
    // Oscillations of the density die out below some mixing; half of it is beyond what slight ones need, and takes no more than twice the steps.
    private const double Calmer = 0.5;

    private const double UsualMixing = 0.7;
    private const int UsualSteps = 100;
    private const int UsualGeometries = 50;

    // A calculation that is stopped more often than this gets nowhere.
    private const int MostContinuations = 50;

    public static CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before) => ending switch
    {
        CalculationEnding.Stopped { Restartable: true } when before.OfType<CalculationEnding.Stopped>().Count() < MostContinuations => Continued(stage),
        CalculationEnding.Unconverged { Message: PwVerdict.GeometryUnconverged } => Lengthened(stage),
        CalculationEnding.Unconverged => Corrected(stage, "scf-not-converged", Mixing),
        CalculationEnding.Failed { Class: "diagonalization" } => Corrected(stage, "diagonalization", Diagonalization),
        CalculationEnding.Failed { Class: "too-few-bands" } => Corrected(stage, "too-few-bands", Bands),
        _ => null,
    };

    /// <summary>A geometry that needs more steps goes on from where it is.</summary>
    private static CalculationStage? Lengthened(CalculationStage stage)
    {
        const string kind = "geometry-not-converged";
        if (stage.Corrections.Any(made => made.Class == kind))
        {
            return null;
        }

        var steps = InputOf(stage).Integer("control", "nstep") ?? UsualGeometries;
        var more = Math.Max(UsualGeometries, 2 * steps);
        var continued = Continued(stage);
        return With(continued, InputOf(continued).With("control", "nstep", more)) with { Corrections = [.. stage.Corrections, new NumericalCorrection(kind, $"nstep {steps} → {more}, continued")] };
    }

    private static CalculationStage Continued(CalculationStage stage) => With(stage, InputOf(stage).With("control", "restart_mode", "'restart'")) with { Carries = ["out"] };

    private static CalculationStage? Corrected(CalculationStage stage, string kind, Func<PwInput, (PwInput Input, string Change)> correct)
    {
        if (stage.Corrections.Any(made => made.Class == kind))
        {
            return null;
        }

        var (input, change) = correct(InputOf(stage).With("control", "restart_mode", "'from_scratch'"));
        return With(stage, input) with { Carries = [], Corrections = [.. stage.Corrections, new NumericalCorrection(kind, change)] };
    }

    private static (PwInput Input, string Change) Mixing(PwInput input)
    {
        var (mixing, steps) = (input.Real("electrons", "mixing_beta") ?? UsualMixing, input.Integer("electrons", "electron_maxstep") ?? UsualSteps);
        var (calmer, more) = (mixing * Calmer, Math.Max(UsualSteps, steps * 2));
        return (
            input.With("electrons", "mixing_beta", calmer).With("electrons", "electron_maxstep", more),
            string.Create(CultureInfo.InvariantCulture, $"mixing_beta {mixing:R} → {calmer:R}, electron_maxstep {steps} → {more}"));
    }

    private static (PwInput Input, string Change) Diagonalization(PwInput input)
    {
        var former = input.Find("electrons", "diagonalization") ?? "david";
        var other = former.StartsWith("cg", StringComparison.OrdinalIgnoreCase) ? "david" : "cg";
        return (input.With("electrons", "diagonalization", $"'{other}'"), $"diagonalization {former} → {other}");
    }

    // Without nbnd pw.x takes as many bands as there are occupied ones, and a fifth more for metals.
    private static (PwInput Input, string Change) Bands(PwInput input) =>
        (input.Without("system", "nbnd"), $"nbnd {input.Find("system", "nbnd")} → as many as pw.x takes by itself");

    private static PwInput InputOf(CalculationStage stage) => new(QuantumEspresso.Input, Encoding.UTF8.GetString(stage.Files[QuantumEspresso.Input]));

    private static CalculationStage With(CalculationStage stage, PwInput input) =>
        stage with { Files = new Dictionary<string, byte[]>(stage.Files, StringComparer.Ordinal) { [QuantumEspresso.Input] = Encoding.UTF8.GetBytes(input.Text) } };
}
