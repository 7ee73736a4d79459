namespace ClosedLoop.CampaignFiles;

/// <summary>Every kind of map in a scenario file.</summary>
internal static class ScenarioShapes
{
    public static readonly Shape Scenario = new("scenario", "scenario", "about", "faults", "expect");
    public static readonly Shape Expect = new("expect", "ends", "quarantined", "measured", "alarm", "quiet");
    public static readonly Shape Range = new("range", "least", "most");

    /// <summary>The keys that every fault may have.</summary>
    public static readonly string[] Common = ["kind", "target", "at", "after", "every", "probability", "for", "times"];

    /// <summary>Kind → the keys that only it and its siblings have.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Kinds = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["hang"] = ["length"],
        ["reject"] = [],
        ["error"] = ["sample"],
        ["slow"] = ["factor"],
        ["drift"] = ["output", "per_hour"],
        ["bias"] = ["output", "add", "multiply"],
        ["nan"] = ["output"],
        ["outlier"] = ["output", "by"],
        ["stuck"] = ["output"],
        ["restart"] = ["down"],
        ["power-cut"] = ["down"],
        ["lose-ledger"] = ["down"],
        ["broker-restart"] = ["down", "forgets"],
        ["partition"] = [],
        ["stock-empty"] = [],
        ["nobody-answers"] = [],
        ["clock-jump"] = ["by"],
        ["drop"] = [],
        ["duplicate"] = [],
        ["delay"] = ["by"],
        ["reorder"] = ["by"],
        ["late-will"] = ["by"],
        ["disk-full"] = [],
        ["disk-slow"] = ["by"],
        ["disk-torn"] = [],
    };

    /// <summary>All keys of any fault.</summary>
    public static readonly Shape Fault = new("fault", [.. Common, .. Kinds.Values.SelectMany(keys => keys).Distinct(StringComparer.Ordinal)]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shape> All { get; } = [Scenario, Expect, Range, Fault];

    /// <summary>The keys of a fault of one kind.</summary>
    public static Shape Of(string kind) => new($"{kind} fault", [.. Common, .. Kinds[kind]]);
}
