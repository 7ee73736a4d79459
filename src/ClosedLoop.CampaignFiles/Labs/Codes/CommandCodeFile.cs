namespace ClosedLoop.CampaignFiles;

/// <summary>Any program, described by declarations alone. Files that it names are read by those who use them.</summary>
/// <param name="Line">Where it is written.</param>
public sealed record CommandCodeFile(int Line) : CodeFile(Line)
{
    /// <summary>Command parameter → what it is.</summary>
    public required IReadOnlyDictionary<string, CommandInputFile> Inputs { get; init; }

    /// <summary>The program and its arguments, with places for values.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where the command is written.</summary>
    public required int CommandLine { get; init; }

    /// <summary>Template files.</summary>
    public IReadOnlyList<NamedFile> Templates { get; init; } = [];

    /// <summary>Files that are taken as they are.</summary>
    public IReadOnlyList<NamedFile> Files { get; init; } = [];

    /// <summary>The file in the run's folder that it reads as standard input; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>The file that takes its standard output; null for the default.</summary>
    public string? StandardOutput { get; init; }

    /// <summary>The file that takes its standard error; null for the default.</summary>
    public string? StandardError { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The Debian package that holds the program; null when unknown.</summary>
    public string? Package { get; init; }

    /// <summary>A command that tells the version; null for none.</summary>
    public IReadOnlyList<string>? Version { get; init; }

    /// <summary>The file that makes it stop cleanly; null when it has none.</summary>
    public string? StopFile { get; init; }

    /// <summary>Files and folders that it can be continued from; null when it cannot.</summary>
    public IReadOnlyList<string>? Checkpoint { get; init; }

    /// <summary>The command that continues; null for the same one.</summary>
    public IReadOnlyList<string>? Continue { get; init; }

    /// <summary>Exit codes of success; null for 0.</summary>
    public IReadOnlyList<int>? ExitCodes { get; init; }

    /// <summary>What must be in its output.</summary>
    public IReadOnlyList<SignFile> Requires { get; init; } = [];

    /// <summary>What must not be in it.</summary>
    public IReadOnlyList<SignFile> Forbids { get; init; } = [];

    /// <summary>What says that it did not converge.</summary>
    public IReadOnlyList<SignFile> Unconverged { get; init; } = [];

    /// <summary>What says that the machine failed.</summary>
    public IReadOnlyList<SignFile> Infrastructure { get; init; } = [];

    /// <summary>Where its progress can be seen; null for nowhere.</summary>
    public SignFile? Progress { get; init; }

    /// <summary>How far progress goes; 1 by default.</summary>
    public double ProgressOf { get; init; } = 1;

    /// <summary>Output → where its value stands, at least one.</summary>
    public required IReadOnlyDictionary<string, ValueFile> Outputs { get; init; }

    /// <summary>Output files that are kept with the result.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];
}
