namespace ClosedLoop.Optimization;

/// <summary>The coordinates of one parameter.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Offset">Its first coordinate.</param>
/// <param name="Width">How many it has.</param>
internal sealed record ParameterBlock(string Name, int Offset, int Width)
{
    /// <summary>A copy of a point with this parameter taken from another.</summary>
    public double[] From(double[] other, double[] point)
    {
        var mixed = (double[])point.Clone();
        other.AsSpan(Offset, Width).CopyTo(mixed.AsSpan(Offset));
        return mixed;
    }
}
