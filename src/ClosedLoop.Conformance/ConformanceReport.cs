namespace ClosedLoop.Conformance;

/// <summary>What the kit found.</summary>
/// <param name="Lab">The lab.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Version">The version that it declares.</param>
/// <param name="Capability">The capability that was used.</param>
/// <param name="Checks">The checks, in the order in which they were made.</param>
public sealed record ConformanceReport(string Lab, string Instrument, string Version, string Capability, IReadOnlyList<CheckReport> Checks)
{
    /// <summary>How many checks passed.</summary>
    public int Passed => Checks.Count(check => check.Outcome is CheckOutcome.Passed);

    /// <summary>How many rules are violated.</summary>
    public int Failed => Checks.Count(check => check.Outcome is CheckOutcome.Failed);

    /// <summary>How many checks could not be made.</summary>
    public int Skipped => Checks.Count(check => check.Outcome is CheckOutcome.Skipped);
}
