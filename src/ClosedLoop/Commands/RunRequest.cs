namespace ClosedLoop;

/// <summary>What <c>run</c> was asked.</summary>
/// <param name="File">The campaign file; null for the demo.</param>
/// <param name="Fresh">Whether an earlier run of the same name is set aside first.</param>
/// <param name="Plain">Whether to write plain lines even on a terminal.</param>
internal sealed record RunRequest(string? File, bool Fresh = false, bool Plain = false)
{
    /// <summary>What breaks the lab on purpose: a file, or a scenario that ships; null for nothing.</summary>
    public string? Scenario { get; init; }
}
