namespace ClosedLoop.CampaignFiles;

/// <summary>Every kind of map in a lab file.</summary>
internal static class LabShapes
{
    public static readonly Shape Lab = new("lab", "lab", "speed", "cores", "instruments", "stock");
    public static readonly Shape Instrument = new(
        "instrument", "id", "type", "capacity", "recover", "keepsSamples", "setup", "capability", "capabilities", "duration", "failure", "limits", "response");

    public static readonly Shape Calculation = new(
        "calculation", "id", "type", "capacity", "capability", "code", "execution", "cores", "memoryMB", "timeLimit", "grace", "frozenAfter", "continuations", "corrections", "cache",
        "keepRuns", "plausible", "limits", "duration", "failure", "response");

    public static readonly Shape Command = new(
        "command", "type", "inputs", "command", "templates", "files", "stdin", "stdout", "stderr", "environment", "package", "version", "stopFile", "checkpoint", "success", "unconverged",
        "infrastructure", "progress", "outputs", "keep");

    public static readonly Shape QuantumEspresso = new("quantumEspresso", "type", "template", "constants", "pseudopotentials", "volumes", "launcher", "outputs");
    public static readonly Shape Abinit = new("abinit", "type", "template", "constants", "pseudopotentials", "launcher", "outputs");
    public static readonly Shape Xtb = new(
        "xtb", "type", "geometry", "method", "optimization", "charge", "unpaired", "solvent", "torsions", "substituents", "groups", "constants", "outputs");

    public static readonly Shape Pseudopotentials = new("pseudopotentials", "folders", "sha256");
    public static readonly Shape Torsion = new("torsion", "atoms", "angle");
    public static readonly Shape Output = new("output", "quantity", "formula", "unit", "at");
    public static readonly Shape Slurm = new("slurm", "type", "partition", "account", "options", "queued");
    public static readonly Shape Success = new("success", "exit", "require", "forbid");
    public static readonly Shape Sign = new("sign", "file", "pattern");
    public static readonly Shape CommandProgress = new("progress", "file", "pattern", "of");
    public static readonly Shape Checkpoint = new("checkpoint", "files", "command");
    public static readonly Shape Value = new("value", "regex", "json", "xml", "csv", "file", "take", "row", "separator", "factor");
    public static readonly Shape Capability = new("capability", "capability", "duration", "failure", "limits", "response");
    public static readonly Shape Duration = new("duration", "mean", "spread");
    public static readonly Shape Setup = new("setup", "by", "duration");
    public static readonly Shape Failure = new("failure", "probability", "sample");
    public static readonly Shape Surface = new("surface", "surface", "inputs", "outputs", "noise");
    public static readonly Shape Table = new("table", "table", "interpolated", "noise");
    public static readonly Shape Columns = new("columns", "file", "inputs", "outputs");
    public static readonly Shape Stock = new("stock", "amount", "unit", "use");
    public static readonly Shape Pass = new("pass", "pass");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        Lab, Instrument, Capability, Duration, Setup, Failure, Surface, Table, Columns, Pass, Stock,
        Calculation, Slurm, Command, Success, Sign, CommandProgress, Checkpoint, Value,
        QuantumEspresso, Abinit, Xtb, Pseudopotentials, Torsion, Output,
    ];
}
