using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>Any program as a code, from declarations alone.</summary>
public sealed record CommandSettings
{
    /// <summary>Command parameter → what it is.</summary>
    public required IReadOnlyDictionary<string, InputKind> Inputs { get; init; }

    /// <summary>The program and its arguments, with places for values as templates have them.</summary>
    public required IReadOnlyList<InputTemplate> Command { get; init; }

    /// <summary>File in the run's folder → its text, with places for values.</summary>
    public IReadOnlyDictionary<string, InputTemplate> Templates { get; init; } = new Dictionary<string, InputTemplate>();

    /// <summary>File in the run's folder → its content, taken as it is.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The file that it reads as standard input; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>The file that takes its standard output.</summary>
    public string StandardOutput { get; init; } = "stdout.txt";

    /// <summary>The file that takes its standard error.</summary>
    public string StandardError { get; init; } = "stderr.txt";

    /// <summary>Environment variables of its own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The Debian package that holds the program; empty when unknown.</summary>
    public string Package { get; init; } = "";

    /// <summary>A short command whose output tells the version; null for none.</summary>
    public IReadOnlyList<string>? VersionCommand { get; init; }

    /// <summary>The file that makes it stop cleanly; null when it has none.</summary>
    public string? StopFile { get; init; }

    /// <summary>What it can be continued from; null when it cannot.</summary>
    public CommandCheckpoint? Checkpoint { get; init; }

    /// <summary>Exit codes of success; 0 by default.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [0];

    /// <summary>What must be in its output for success.</summary>
    public IReadOnlyList<TextSign> Requires { get; init; } = [];

    /// <summary>What says that it failed, whatever its exit code.</summary>
    public IReadOnlyList<TextSign> Forbids { get; init; } = [];

    /// <summary>What says that it did not converge.</summary>
    public IReadOnlyList<TextSign> Unconverged { get; init; } = [];

    /// <summary>What says that the machine failed and not the calculation.</summary>
    public IReadOnlyList<TextSign> Infrastructure { get; init; } = [];

    /// <summary>Where its progress can be seen; null for nowhere.</summary>
    public CommandProgress? Progress { get; init; }

    /// <summary>Output → where its value stands, at least one.</summary>
    public required IReadOnlyDictionary<string, ValueReader> Outputs { get; init; }

    /// <summary>Output files that are kept with the result.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];
}
