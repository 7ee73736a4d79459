namespace ClosedLoop.Reports;

/// <summary>A trial of a dry run that has ended.</summary>
/// <param name="At">When.</param>
/// <param name="Values">Measured values in the order of the objectives; null when it gave none.</param>
public sealed record EndedTrial(DateTimeOffset At, IReadOnlyList<double>? Values)
{
    /// <summary>Whether it meets the campaign's limits, so that it may be the best; true by default.</summary>
    public bool Counts { get; init; } = true;
}
