namespace ClosedLoop.Domain;

/// <summary>How soon a step must begin after the one before it has ended.</summary>
/// <param name="Time">The longest time between that end and this beginning; above zero.</param>
/// <param name="Missed">What follows when it is over before the step has begun.</param>
public sealed record Window(TimeSpan Time, MissedWindow Missed = MissedWindow.Fail);
