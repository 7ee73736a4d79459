namespace ClosedLoop.Domain;

/// <summary>What a campaign may spend.</summary>
/// <param name="Trials">Trials in all, failed ones included; at least 1.</param>
/// <param name="Time">Time since the first start, after which no trial is begun; null for no limit.</param>
/// <param name="Cost">Sum of the step costs, never exceeded; null for no limit.</param>
public sealed record Budget(int Trials, TimeSpan? Time, double? Cost);
