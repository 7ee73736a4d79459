namespace ClosedLoop.Domain;

/// <summary>Stop when the best loss of every objective improved by less than an amount over the last so many observed trials.</summary>
/// <param name="Trials">Observed trials to look back, at least 1.</param>
/// <param name="Improvement">Least improvement that counts, in the objective's unit; 0 means any.</param>
public sealed record NoProgress(int Trials, double Improvement) : StopRule;
