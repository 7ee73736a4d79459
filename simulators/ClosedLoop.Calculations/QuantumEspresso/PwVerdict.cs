using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>
/// What to believe of a run of pw.x 6.7. Exit code and output contradict each other in many endings (<c>docs/calculations.md</c> lists them), so a result counts only when exit code, output, XML,
/// convergence, the pseudopotentials' folder and the geometry all agree.
/// </summary>
internal static partial class PwVerdict
{
    public const string Output = "pw.out";
    public const string Xml = "out/x.save/data-file-schema.xml";

    public const string GeometryUnconverged = "the geometry did not converge in the steps that it had";

    // Failures of the diagonalization, which another algorithm may well not have.
    private static readonly string[] DiagonalizationRoutines = ["c_bands", "cdiaghg", "rdiaghg", "cegterg", "regterg", "pcdiaghg", "prdiaghg", "pcegterg", "pregterg", "diaghg", "ccgdiagg", "rcgdiagg"];

    public static CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        var output = folder.Text(Output) ?? "";
        var errors = folder.Text(stage.StandardError) ?? "";
        return OfCrash(output, errors) ?? OfStop(folder, output, process) ?? OfExit(output, errors, process) ?? OfResult(folder, stage, output);
    }

    private static CalculationEnding? OfCrash(string output, string errors)
    {
        if (errors.Contains("No space left on device", StringComparison.Ordinal) || output.Contains("No space left on device", StringComparison.Ordinal))
        {
            return new CalculationEnding.Infrastructure("no space is left on the disk");
        }

        if (Crash().Match(output) is not { Success: true } crash)
        {
            return null;
        }

        var (routine, message) = (crash.Groups["routine"].Value, crash.Groups["message"].Value.Trim());
        var kind = message.Contains("too few bands", StringComparison.Ordinal) ? "too-few-bands"
            : DiagonalizationRoutines.Contains(routine) ? "diagonalization"
            : routine.StartsWith("read_", StringComparison.Ordinal) || routine is "latgen" or "iosys" ? "input"
            : routine is "readpp" or "read_upf_v1" or "read_upf" or "upf_to_internal" ? "pseudopotential"
            : routine is "check_atoms" ? "geometry"
            : $"routine-{routine}";
        return new CalculationEnding.Failed(kind, $"pw.x gave up in {routine}: {message}");
    }

    private static CalculationEnding? OfStop(ICalculationFolder folder, string output, ProcessEnding process)
    {
        var byTime = output.Contains("Maximum CPU time exceeded", StringComparison.Ordinal);
        if (byTime || output.Contains("Program stopped by user request", StringComparison.Ordinal))
        {
            var isWhole = output.Contains("JOB DONE", StringComparison.Ordinal) && PwResult.Read(folder.Text(Xml)) is not null;
            return new CalculationEnding.Stopped(byTime ? "pw.x stopped at its time limit" : "pw.x stopped on request", isWhole);
        }

        if (process.ExitCode == 0)
        {
            return null;
        }

        var hasBegun = Iteration().IsMatch(output);
        if (process.TimedOut)
        {
            return hasBegun
                ? new CalculationEnding.Stopped("pw.x was ended at its outer time limit, without a checkpoint", false)
                : new CalculationEnding.Infrastructure("pw.x hung before its first step, as it does when it gets too little memory");
        }

        return process.StopRequested ? new CalculationEnding.Stopped("pw.x was ended on request, without a checkpoint", false)
            : process.IsLost ? new CalculationEnding.Infrastructure("nobody knows how pw.x ended")
            : process.HasCrashed ? new CalculationEnding.Failed("crash", $"pw.x crashed: it was ended by signal {process.Signal}")
            : process.Signal is { } signal ? new CalculationEnding.Infrastructure($"pw.x was ended by signal {signal}, which was not ours")
            : null;
    }

    private static CalculationEnding? OfExit(string output, string errors, ProcessEnding process) => process.ExitCode switch
    {
        0 => null,
        2 when output.Contains("convergence NOT achieved", StringComparison.Ordinal) =>
            new CalculationEnding.Unconverged($"the self-consistent field did not converge {Steps(output)}"),
        3 => new CalculationEnding.Unconverged(GeometryUnconverged),
        1 when OpenMpi.WhyNotBegun(errors) is { } reason => new CalculationEnding.Infrastructure($"pw.x ended before it began: {reason}"),
        1 => new CalculationEnding.Failed("silent", "pw.x ended with exit code 1 and without a message, as it does for an absurd cell"),
        127 => new CalculationEnding.Infrastructure("pw.x could not be started"),
        var code => new CalculationEnding.Failed($"exit-{code}", $"pw.x ended with exit code {code}"),
    };

    private static CalculationEnding OfResult(ICalculationFolder folder, CalculationStage stage, string output)
    {
        if (!output.Contains("JOB DONE", StringComparison.Ordinal) || PwResult.Read(folder.Text(Xml)) is not { } result)
        {
            return new CalculationEnding.Infrastructure("pw.x ended well, but its output is cut or its XML file is not whole, as on a full disk");
        }

        if (result.IsConverged is not true || result.Error is not { } error || result.Threshold is not { } threshold || result.Energy is not { } energy)
        {
            return new CalculationEnding.Unconverged("the XML file does not say that the self-consistent field converged");
        }

        if (error > threshold)
        {
            return new CalculationEnding.Unconverged(string.Create(
                CultureInfo.InvariantCulture, $"pw.x says that it converged, but its estimated error of {error:G3} Hartree is above the {threshold:G3} that were asked for"));
        }

        if (result.IsRelaxed is false)
        {
            return new CalculationEnding.Unconverged("the XML file does not say that the geometry converged");
        }

        if (result.PseudopotentialFolder != "./")
        {
            return new CalculationEnding.Failed("pseudopotential", $"pw.x read a pseudopotential from {result.PseudopotentialFolder}, not the one that it was given");
        }

        if (stage.Carries.Count > 0 && output.Contains("restart disabled", StringComparison.Ordinal))
        {
            return new CalculationEnding.Failed("restart", "pw.x found no checkpoint, and began anew without a word");
        }

        return result.Crystal() is not { } crystal ? new CalculationEnding.Infrastructure("the XML file tells no geometry")
            : crystal.WhyNot() is { } wrong ? new CalculationEnding.Implausible(wrong)
            : energy >= 0 ? new CalculationEnding.Implausible(string.Create(CultureInfo.InvariantCulture, $"the total energy is {energy:G6} Hartree; that of bound atoms is below zero"))
            : new CalculationEnding.Finished(result.Quantities());
    }

    private static string Steps(string output) => NotAchieved().Match(output) is { Success: true } match ? $"in {match.Groups["steps"].Value} steps" : "in the steps that it had";

    [GeneratedRegex(@"Error in routine\s+(?<routine>\S+)\s+\(\s*-?\d+\):\s*\n\s*(?<message>[^\n]+)")]
    private static partial Regex Crash();

    [GeneratedRegex(@"iteration #")]
    private static partial Regex Iteration();

    [GeneratedRegex(@"convergence NOT achieved after\s+(?<steps>\d+)")]
    private static partial Regex NotAchieved();
}
