using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>
/// What to believe of a run of abinit 9.6. It ends with exit code 0 and says that it completed also when nothing converged: only a warning in its log tells, in the notation of YAML.
/// </summary>
internal static partial class AbinitVerdict
{
    public const string Log = "log";
    public const string Output = "x.abo";
    public const string Eigenvalues = "xo_EIG";

    public static CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        var log = folder.Text(Log) ?? "";
        return OfProcess(log, folder.Text(stage.StandardError) ?? "", process) ?? OfResult(log, new AbinitResult(folder.Text(Output) ?? "", folder.Text(Eigenvalues) ?? ""));
    }

    private static CalculationEnding? OfProcess(string log, string errors, ProcessEnding process)
    {
        if (errors.Contains("No space left on device", StringComparison.Ordinal) || log.Contains("No space left on device", StringComparison.Ordinal))
        {
            return new CalculationEnding.Infrastructure("no space is left on the disk");
        }

        if (Error().Match(log) is { Success: true } error)
        {
            var message = Blanks().Replace(error.Groups["message"].Value.Trim(), " ");
            return new CalculationEnding.Failed(ClassOf(message), $"abinit gave up: {message}");
        }

        if (log.Contains("exit_requested_by_user: yes", StringComparison.Ordinal))
        {
            // Its exit code is 0, and whether anything converged before is not said.
            return new CalculationEnding.Stopped(process.TimedOut ? "abinit stopped at its time limit" : "abinit stopped on request", false);
        }

        if (process.ExitCode == 0)
        {
            return null;
        }

        var hasBegun = Step().IsMatch(log);
        return process.TimedOut && !hasBegun ? new CalculationEnding.Infrastructure("abinit hung before its first step, as it does when it gets too little memory")
            : process.TimedOut ? new CalculationEnding.Stopped("abinit was ended at its time limit", false)
            : process.StopRequested ? new CalculationEnding.Stopped("abinit was ended on request", false)
            : process.IsLost ? new CalculationEnding.Infrastructure("nobody knows how abinit ended")
            : process.HasCrashed ? new CalculationEnding.Failed("crash", $"abinit crashed: it was ended by signal {process.Signal}")
            : process.Signal is { } signal ? new CalculationEnding.Infrastructure($"abinit was ended by signal {signal}, which was not ours")
            : OpenMpi.WhyNotBegun(errors) is { } reason ? new CalculationEnding.Infrastructure($"abinit ended before it began: {reason}")
            : process.ExitCode == 127 ? new CalculationEnding.Infrastructure("abinit could not be started")
            : new CalculationEnding.Failed($"exit-{process.ExitCode}", $"abinit ended with exit code {process.ExitCode} and without a message");
    }

    private static string ClassOf(string message) => message.Contains("same point", StringComparison.Ordinal) ? "geometry"
        : message.Contains("not enough bands", StringComparison.Ordinal) ? "too-few-bands"
        : message.Contains("pseudopotential file", StringComparison.Ordinal) || message.Contains("Cannot open file", StringComparison.Ordinal) ? "pseudopotential"
        : "input";

    private static CalculationEnding OfResult(string log, AbinitResult result)
    {
        if (Unconverged().Match(log) is { Success: true } warning)
        {
            return new CalculationEnding.Unconverged($"abinit completed without convergence ({warning.Groups["name"].Value})");
        }

        var quantities = result.Quantities();
        if (!result.IsComplete || !log.Contains("Calculation completed", StringComparison.Ordinal) || result.Crystal() is not { } crystal || !quantities.TryGetValue("total-energy", out var energy))
        {
            return new CalculationEnding.Infrastructure("abinit ended well, but its output is not whole, as on a full disk");
        }

        return crystal.WhyNot() is { } wrong ? new CalculationEnding.Implausible(wrong)
            : energy >= 0 ? new CalculationEnding.Implausible(string.Create(CultureInfo.InvariantCulture, $"the total energy is {energy:G6} Hartree; that of bound atoms is below zero"))
            : new CalculationEnding.Finished(quantities);
    }

    [GeneratedRegex(@"^--- !(ERROR|BUG)\b.*?^message:\s*\|\s*\n(?<message>.*?)^\.\.\.", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Error();

    [GeneratedRegex(@"^--- !(?<name>\w*ConvergenceWarning)", RegexOptions.Multiline)]
    private static partial Regex Unconverged();

    [GeneratedRegex(@"^\s*ETOT\s+\d", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
