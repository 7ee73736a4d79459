namespace ClosedLoop.Optimization;

/// <summary>What a model of several sources learns from: encoded points, where each was measured, and values standardized source by source.</summary>
/// <param name="Points">n encoded points of d coordinates each.</param>
/// <param name="Sources">For each point its source, from 0.</param>
/// <param name="Values">n values in standardized units of their sources.</param>
/// <param name="Groups">For each coordinate the length scale that it uses, from 0.</param>
/// <param name="SourceCount">How many sources there are, with data or without.</param>
internal sealed record JointData(IReadOnlyList<double[]> Points, int[] Sources, double[] Values, int[] Groups, int SourceCount)
{
    public int Count => Points.Count;

    public int Dimension => Groups.Length;

    public int GroupCount => Groups.Length == 0 ? 0 : Groups.Max() + 1;

    /// <summary>The points divided by length scales, one row for each coordinate.</summary>
    public PaddedMatrix Scaled(double[] lengthScales) => new Covariances(new(Points, Values, Groups), new(lengthScales, 1, 0, 0)).Scaled;

    /// <summary>Indices of a source's observations, in order.</summary>
    public int[] Of(int source) => [.. Enumerable.Range(0, Count).Where(i => Sources[i] == source)];
}
