namespace ClosedLoop.CampaignFiles;

/// <summary>Every kind of map in a lab file.</summary>
internal static class LabShapes
{
    public static readonly Shape Lab = new("lab", "lab", "speed", "instruments", "stock");
    public static readonly Shape Instrument = new(
        "instrument", "id", "type", "capacity", "recover", "keepsSamples", "setup", "capability", "capabilities", "duration", "failure", "limits", "response");

    public static readonly Shape Capability = new("capability", "capability", "duration", "failure", "limits", "response");
    public static readonly Shape Duration = new("duration", "mean", "spread");
    public static readonly Shape Setup = new("setup", "by", "duration");
    public static readonly Shape Failure = new("failure", "probability", "sample");
    public static readonly Shape Surface = new("surface", "surface", "inputs", "outputs", "noise");
    public static readonly Shape Table = new("table", "table", "noise");
    public static readonly Shape Columns = new("columns", "file", "inputs", "outputs");
    public static readonly Shape Stock = new("stock", "amount", "unit", "use");
    public static readonly Shape Pass = new("pass", "pass");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shape> All { get; } = [Lab, Instrument, Capability, Duration, Setup, Failure, Surface, Table, Columns, Pass, Stock];
}
