namespace ClosedLoop.Domain;

/// <summary>
/// When a fault strikes. It is there from <see cref="At"/> on, or, with <see cref="AfterSteps"/>, from when so many steps were begun on its target; it stays for
/// <see cref="For"/>. While it is there each occasion is struck with <see cref="Probability"/>, at most <see cref="Times"/> times.
/// </summary>
/// <remarks>
/// An occasion is a step of the target, its result, a write, or a message. What has a moment of its own (a restart, a power cut, a jump of the clock) happens
/// at <see cref="At"/> when nothing else is said, and else in the middle of a step.
/// </remarks>
public sealed record FaultTrigger
{
    /// <summary>Time since the scenario's start; at once by default.</summary>
    public TimeSpan At { get; init; }

    /// <summary>Steps that the target has begun before; 0 by default.</summary>
    public int AfterSteps { get; init; }

    /// <summary>It comes again after so long; null for once.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Probability that an occasion is struck, above 0 and up to 1; 1 by default.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How long it is there; null for ever.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>
    /// How often it strikes at most; null for once, or without limit when a probability, a window or a repetition is given, or the fault lasts by nature.
    /// </summary>
    public int? Times { get; init; }

    /// <summary>Whether it happens by the clock alone.</summary>
    public bool IsTimed => AfterSteps == 0 && Probability >= 1;
}
