namespace ClosedLoop.Optimization;

/// <summary>What a quasi-Newton search has learnt of a function's curvature: steps, and how the gradient changed along each of them.</summary>
/// <param name="Pairs">The last steps and changes, oldest first.</param>
internal sealed record Curvature(IReadOnlyList<(double[] Step, double[] Change)> Pairs)
{
    public static Curvature None { get; } = new([]);

    /// <summary>That of a function so many times as large.</summary>
    public Curvature Times(double factor) => new([.. Pairs.Select(pair => (pair.Step, pair.Change.Select(change => factor * change).ToArray()))]);
}
