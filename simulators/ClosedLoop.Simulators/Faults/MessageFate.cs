namespace ClosedLoop.Simulators;

/// <summary>What becomes of a message that arrives.</summary>
/// <param name="Copies">How often it is handed over; 0 when it is lost.</param>
/// <param name="Late">How late.</param>
/// <param name="InOrder">Whether what comes later waits for it.</param>
internal readonly record struct MessageFate(int Copies, TimeSpan Late, bool InOrder)
{
    public static MessageFate Unharmed { get; } = new(1, TimeSpan.Zero, false);
}
