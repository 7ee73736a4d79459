namespace ClosedLoop.Conformance;

/// <summary>One check that was made.</summary>
/// <param name="Check">What it is about.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record CheckReport(CheckInfo Check, CheckOutcome Outcome, TimeSpan Elapsed);
