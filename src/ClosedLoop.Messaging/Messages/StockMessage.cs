namespace ClosedLoop.Messaging;

/// <summary>How much there is of something that steps use up. Retained; a picture of the lab's journal, which is the truth.</summary>
/// <param name="Text">The same in plain words.</param>
/// <param name="Amount">How much there is, without what running steps use up.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="At">When that changed last.</param>
public sealed record StockMessage(string Text, double Amount, string? Unit, DateTimeOffset At);
