using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>What a response says. A closed set of records.</summary>
public abstract record Answer
{
    /// <summary>It can be done.</summary>
    /// <param name="Outputs">Output → value.</param>
    public sealed record Measured(IReadOnlyDictionary<string, ParameterValue> Outputs) : Answer;

    /// <summary>It cannot be done with these inputs.</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Impossible(string Reason) : Answer;
}
