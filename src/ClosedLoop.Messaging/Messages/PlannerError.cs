namespace ClosedLoop.Messaging;

/// <summary>Why a planner gives no answer.</summary>
/// <param name="Message">In words.</param>
public sealed record PlannerError(string Message);
