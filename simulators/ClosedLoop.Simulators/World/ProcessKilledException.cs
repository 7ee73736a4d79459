namespace ClosedLoop.Simulators;

/// <summary>The simulated process that runs this code is dead: whatever it does from here on has no effect.</summary>
/// <param name="process">Its name.</param>
/// <param name="operation">What it was about to do, or had just done.</param>
public sealed class ProcessKilledException(string process, string operation) : Exception($"{process} was killed at: {operation}")
{
    /// <summary>The process.</summary>
    public string Process { get; } = process;

    /// <summary>What it was about to do, or had just done.</summary>
    public string Operation { get; } = operation;
}
