namespace ClosedLoop.CampaignFiles;

/// <summary>One thing that a simulated instrument can do.</summary>
/// <param name="Name">The capability that workflow steps ask for.</param>
/// <param name="Line">Where it is written.</param>
/// <param name="Duration">How long a step takes, in the lab's time.</param>
/// <param name="Failure">How often it fails; never by default.</param>
/// <param name="Limits">Command parameter → range outside which a command is refused; none by default.</param>
/// <param name="Response">Where the outputs come from.</param>
public sealed record CapabilityFile(
    string Name,
    int Line,
    DurationFile Duration,
    FailureFile Failure,
    IReadOnlyDictionary<string, RangeFile> Limits,
    ResponseFile Response);
