namespace ClosedLoop.Calculations;

/// <summary>One start of one program: all that decides what comes out of it. The cache's key covers everything of it but the time limit and the stop file.</summary>
/// <param name="Name">Unique in its plan; letters, digits and <c>-</c>. Part of the name of its folder.</param>
/// <param name="Files">Input file → content; names are relative to the folder and may name folders below it.</param>
/// <param name="Command">The program and its arguments; run in the folder.</param>
public sealed record CalculationStage(string Name, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Command)
{
    /// <summary>The file that it reads as standard input; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>The file that takes its standard output.</summary>
    public string StandardOutput { get; init; } = "stdout.txt";

    /// <summary>The file that takes its standard error.</summary>
    public string StandardError { get; init; } = "stderr.txt";

    /// <summary>The file that asks it to stop cleanly when it appears in the folder; null when it has none.</summary>
    public string? StopFile { get; init; }

    /// <summary>Environment variables beside those that every calculation gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What else decides the result and is not in the files: name → SHA-256, or a version. Pseudopotentials, basis sets.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>Files and folders that are copied from the folder of the attempt before it, or, for a stage's first attempt, of the stage before it: a checkpoint.</summary>
    public IReadOnlyList<string> Carries { get; init; } = [];

    /// <summary>The numerical corrections in it, in the order in which they were made.</summary>
    public IReadOnlyList<NumericalCorrection> Corrections { get; init; } = [];

    /// <summary>Output files that are kept by hash with the result, those that are there; beside its inputs, standard output and standard error.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];

    /// <summary>How it is continued where nothing but the command changes; null when it cannot be, or when its code knows a way of its own.</summary>
    public StageContinuation? Continuation { get; init; }

    /// <summary>How long it may run once begun; null leaves it to the instrument's own limit, which always holds.</summary>
    public TimeSpan? TimeLimit { get; init; }
}
