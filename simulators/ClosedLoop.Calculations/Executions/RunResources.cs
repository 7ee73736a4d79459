namespace ClosedLoop.Calculations;

/// <summary>What a run needs.</summary>
/// <param name="Cores">Processor cores, at least 1.</param>
/// <param name="TimeLimit">How long it may run once begun; then it is stopped.</param>
public sealed record RunResources(int Cores, TimeSpan TimeLimit)
{
    /// <summary>Main memory in megabytes; null leaves it to the machine.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>How long a program has to end after each rung of being stopped: stop file, TERM.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);
}
