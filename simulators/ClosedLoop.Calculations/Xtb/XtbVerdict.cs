using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>
/// What to believe of a run of xtb 6.5.1. It ends with exit code 0 in many cases that are no results (<c>docs/calculations.md</c> lists them), and with <c>--json</c> writes the dipole of the geometry that
/// it began with; so numbers come from the end of its output, and the JSON file has to agree with them.
/// </summary>
internal static partial class XtbVerdict
{
    public const string Output = "xtb.out";
    public const string Json = "xtbout.json";
    public const string Geometry = "molecule.xyz";
    public const string Reference = "reference.xyz";
    public const string Optimized = "xtbopt.xyz";

    public const string FieldUnconverged = "the self-consistent charges did not converge";
    public const string GeometryUnconverged = "the geometry did not converge in the steps that it had";

    // xtb catches signals, says so in these letters, and ends with exit code 1.
    private const string Caught = "external termination of xtb";

    // Output and JSON file are rounded to eight and more digits.
    private const double Rounding = 2e-8;

    // Held torsions give way to forces by less than this; further off, the molecule is another one than was asked for.
    private const double HeldWithin = 10;

    public static CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process, IReadOnlyList<(int[] Atoms, double Angle)> held)
    {
        var output = folder.Text(Output) ?? "";
        return OfProcess(output, folder.Text(stage.StandardError) ?? "", process) ?? OfOutput(folder, stage, output) ?? OfGeometry(folder, stage, held)
            ?? new CalculationEnding.Finished(Quantities(output));
    }

    private static CalculationEnding? OfProcess(string output, string errors, ProcessEnding process)
    {
        if (errors.Contains("No space left on device", StringComparison.Ordinal))
        {
            return new CalculationEnding.Infrastructure("no space is left on the disk");
        }

        if (process.ExitCode == 0 && errors.Contains("normal termination of xtb", StringComparison.Ordinal))
        {
            return null;
        }

        if (Fatal().Match(output) is { Success: true } fatal)
        {
            // The innermost reason comes last.
            var reasons = fatal.Groups["reason"].Captures.Select(capture => capture.Value.Trim()).ToArray();
            return reasons.FirstOrDefault(reason => reason.Contains("did not converge", StringComparison.Ordinal)) is not null
                ? new CalculationEnding.Unconverged(FieldUnconverged)
                : new CalculationEnding.Failed(ClassOf(reasons), $"xtb gave up: {reasons[^1]}");
        }

        return process.TimedOut ? new CalculationEnding.Stopped("xtb was ended at its time limit", false)
            : process.StopRequested ? new CalculationEnding.Stopped("xtb was ended on request", false)
            : process.IsLost ? new CalculationEnding.Infrastructure("nobody knows how xtb ended")
            : process.HasCrashed ? new CalculationEnding.Failed("crash", $"xtb crashed: it was ended by signal {process.Signal}")
            : process.Signal is not null || errors.Contains(Caught, StringComparison.Ordinal) ? new CalculationEnding.Infrastructure("xtb was ended by a signal, which was not ours")
            : process.ExitCode == 127 ? new CalculationEnding.Infrastructure("xtb could not be started")
            : process.ExitCode == 0 ? new CalculationEnding.Infrastructure("xtb ended well, but did not say so: its output is cut, as on a full disk")
            : new CalculationEnding.Failed($"exit-{process.ExitCode}", $"xtb ended with exit code {process.ExitCode} and without a message");
    }

    private static string ClassOf(string[] reasons) =>
        Array.Exists(reasons, reason => reason.Contains("very* close", StringComparison.Ordinal)) ? "geometry"
        : Array.Exists(reasons, reason => reason.Contains("parametrized", StringComparison.Ordinal) || reason.Contains("parsing failed", StringComparison.Ordinal)) ? "input"
        : "program";

    private static CalculationEnding? OfOutput(ICalculationFolder folder, CalculationStage stage, string output)
    {
        if (Unknown().Match(output) is { Success: true } unknown)
        {
            return new CalculationEnding.Failed("input", $"xtb does not know the option {unknown.Groups["option"].Value}, and went on without it");
        }

        if (stage.Command.Contains("--opt") && !output.Contains("GEOMETRY OPTIMIZATION CONVERGED", StringComparison.Ordinal))
        {
            return new CalculationEnding.Unconverged(GeometryUnconverged);
        }

        if (!Quantities(output).TryGetValue("total-energy", out var energy))
        {
            return new CalculationEnding.Infrastructure("the output tells no energy: it is cut, as on a full disk");
        }

        return stage.Command.Contains("--json") ? OfJson(folder.Bytes(Json), stage, energy) : null;
    }

    private static CalculationEnding? OfJson(byte[]? json, CalculationStage stage, double energy)
    {
        try
        {
            using var read = JsonDocument.Parse(json ?? []);
            var root = read.RootElement;
            var call = string.Join(' ', stage.Command);
            if (root.GetProperty("program call").GetString() is var asked && asked != call)
            {
                return new CalculationEnding.Failed("stale", $"xtbout.json was left by another run: '{asked}', not '{call}'");
            }

            if (Math.Abs(root.GetProperty("total energy").GetDouble() - energy) > Rounding)
            {
                return new CalculationEnding.Failed("stale", "xtbout.json and the output tell different energies");
            }

            return root.GetProperty("number of electrons").GetInt32() is var electrons && electrons <= 0
                ? new CalculationEnding.Implausible($"the molecule has {electrons} electrons")
                : root.GetProperty("HOMO-LUMO gap/eV").GetDouble() is var gap && gap < 0
                    ? new CalculationEnding.Implausible(string.Create(CultureInfo.InvariantCulture, $"the gap is {gap:F2} eV; occupied levels lie below empty ones"))
                    : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new CalculationEnding.Infrastructure("xtbout.json is missing or not whole, as on a full disk");
        }
    }

    private static CalculationEnding? OfGeometry(ICalculationFolder folder, CalculationStage stage, IReadOnlyList<(int[] Atoms, double Angle)> held)
    {
        try
        {
            var reference = Molecule.Read(Reference, Encoding.UTF8.GetString(stage.Files[Reference])).Single().Molecule;
            var isOptimized = stage.Command.Contains("--opt");
            var text = isOptimized ? folder.Text(Optimized) ?? "" : Encoding.UTF8.GetString(stage.Files[Geometry]);
            var end = Molecule.Read(Optimized, text).Single().Molecule;
            if ((end.WhyNot() ?? reference.ChangedBond(end)) is { } wrong)
            {
                return new CalculationEnding.Implausible($"{wrong}: this is another molecule than was asked for");
            }

            foreach (var (atoms, angle) in isOptimized ? held : [])
            {
                if (Math.IEEERemainder(end.Dihedral(atoms[0], atoms[1], atoms[2], atoms[3]) - angle, 360) is var off && Math.Abs(off) > HeldWithin)
                {
                    return new CalculationEnding.Implausible(string.Create(CultureInfo.InvariantCulture, $"the torsion {string.Join('-', atoms.Select(end.Name))} ended {off:F0}° from {angle:F1}°"));
                }
            }

            return null;
        }
        catch (TemplateException)
        {
            return new CalculationEnding.Infrastructure("the optimized geometry is missing or not whole, as on a full disk");
        }
    }

    // The last of each: earlier ones are of the geometry that it began with.
    private static Dictionary<string, double> Quantities(string output)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string name, Match? match, double unit)
        {
            if (match is not null && double.TryParse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                found[name] = value * unit;
            }
        }

        Add("total-energy", Energy().Matches(output).LastOrDefault(), 1);
        Add("gap", Gap().Matches(output).LastOrDefault(), PhysicalUnit.ElectronVolt);
        Add("dipole", Dipole().Matches(output).LastOrDefault(), PhysicalUnit.Debye);
        return found;
    }

    [GeneratedRegex(@"\[ERROR\] Program stopped due to fatal error\s*\n(?:-\d+-(?<reason>[^\n]*)\n)+")]
    private static partial Regex Fatal();

    [GeneratedRegex(@"Unknown option '(?<option>[^']*)'")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\| TOTAL ENERGY\s+(?<value>\S+) Eh")]
    private static partial Regex Energy();

    [GeneratedRegex(@"\| HOMO-LUMO GAP\s+(?<value>\S+) eV")]
    private static partial Regex Gap();

    [GeneratedRegex(@"molecular dipole:[^\n]*\n[^\n]*\n[^\n]*\n\s*full:\s+\S+\s+\S+\s+\S+\s+(?<value>\S+)")]
    private static partial Regex Dipole();
}
