namespace ClosedLoop.Calculations;

/// <summary>How a result came about; kept as <c>calculation.json</c> with every result.</summary>
/// <param name="Dispatch">The dispatch.</param>
/// <param name="Code">The code.</param>
/// <param name="Version">What it says of its version.</param>
/// <param name="Programs">Path → SHA-256.</param>
/// <param name="Execution">Where it ran.</param>
/// <param name="Key">Hash over everything that decided the result.</param>
/// <param name="Attempts">Every start of a program, in order.</param>
/// <param name="Values">Output → value.</param>
internal sealed record Provenance(
    string Dispatch,
    string Code,
    string Version,
    IReadOnlyDictionary<string, string> Programs,
    string Execution,
    string Key,
    IReadOnlyList<Provenance.Attempt> Attempts,
    IReadOnlyDictionary<string, double> Values)
{
    /// <summary>One start of a program.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Number">Attempt at it, from 1.</param>
    /// <param name="Command">Program and arguments.</param>
    /// <param name="Sources">What decides the result beside the files: name → SHA-256 or version.</param>
    /// <param name="Corrections">Numerical corrections in it: class, and what was changed.</param>
    /// <param name="Carried">What it took over from the attempt or stage before it.</param>
    /// <param name="ExitCode">Exit code; null when unknown.</param>
    /// <param name="CpuSeconds">Processor time; null when unknown.</param>
    /// <param name="Ending">How it ended, in words.</param>
    internal sealed record Attempt(
        string Stage,
        int Number,
        IReadOnlyList<string> Command,
        IReadOnlyDictionary<string, string> Sources,
        IReadOnlyList<NumericalCorrection> Corrections,
        IReadOnlyList<string> Carried,
        int? ExitCode,
        double? CpuSeconds,
        string Ending);
}
