namespace ClosedLoop.Calculations;

/// <summary>How a calculation ended. A closed set of records.</summary>
public abstract record CalculationEnding
{
    private CalculationEnding()
    {
    }

    /// <summary>Accepted: every check agrees.</summary>
    /// <param name="Values">Output → value, all finite.</param>
    public sealed record Finished(IReadOnlyDictionary<string, double> Values) : CalculationEnding;

    /// <summary>The method did not converge; the numbers that it left mean nothing.</summary>
    /// <param name="Message">In words.</param>
    public sealed record Unconverged(string Message) : CalculationEnding;

    /// <summary>It was stopped, by us or by a limit.</summary>
    /// <param name="Message">In words.</param>
    /// <param name="Restartable">Whether it left a checkpoint that it can be continued from.</param>
    public sealed record Stopped(string Message, bool Restartable) : CalculationEnding;

    /// <summary>The program failed, and would fail again.</summary>
    /// <param name="Class">The failure class, such as <c>too-few-bands</c>.</param>
    /// <param name="Message">In words.</param>
    public sealed record Failed(string Class, string Message) : CalculationEnding;

    /// <summary>The machine failed, not the calculation: disk full, node lost. Elsewhere or later it may well succeed.</summary>
    /// <param name="Message">In words.</param>
    public sealed record Infrastructure(string Message) : CalculationEnding;

    /// <summary>It claims success, and the result cannot be true.</summary>
    /// <param name="Message">What gives it away.</param>
    public sealed record Implausible(string Message) : CalculationEnding;
}
