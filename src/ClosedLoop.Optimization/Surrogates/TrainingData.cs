namespace ClosedLoop.Optimization;

/// <summary>What a surrogate learns from: encoded points and standardized values.</summary>
/// <param name="Points">n encoded points of d coordinates each.</param>
/// <param name="Values">n values in modelled units.</param>
/// <param name="Groups">For each coordinate the length scale that it uses, from 0.</param>
internal sealed record TrainingData(IReadOnlyList<double[]> Points, double[] Values, int[] Groups)
{
    public int Count => Points.Count;

    public int Dimension => Groups.Length;

    public int GroupCount => Groups.Length == 0 ? 0 : Groups.Max() + 1;

    /// <summary>The points divided by length scales, one row for each coordinate.</summary>
    public PaddedMatrix Scaled(ReadOnlySpan<double> lengthScales)
    {
        var scaled = new PaddedMatrix(Dimension, Count);
        ScaleInto(scaled, lengthScales);
        return scaled;
    }

    /// <summary>As <see cref="Scaled"/>, into a matrix of d × n.</summary>
    public void ScaleInto(PaddedMatrix scaled, ReadOnlySpan<double> lengthScales)
    {
        for (var d = 0; d < Dimension; d++)
        {
            var row = scaled.Row(d);
            var inverse = 1 / lengthScales[Groups[d]];
            for (var i = 0; i < Count; i++)
            {
                row[i] = Points[i][d] * inverse;
            }
        }
    }
}
