namespace ClosedLoop.Domain;

/// <summary>How many trials run side by side.</summary>
/// <param name="Mode">Batches, or a constant number in flight.</param>
/// <param name="Size">Trials of a batch, or in flight; at least 1.</param>
public sealed record BatchPolicy(BatchMode Mode, int Size);
