namespace ClosedLoop.Optimization;

/// <summary>
/// What explanations vary inputs by: every parameter by itself, evenly over its range, or as it occurs in the rows of a table. Constraints between parameters
/// are left out, because indices and shares of independent inputs are the ones that add up.
/// </summary>
internal sealed class InputDistribution
{
    private readonly EncodedSpace _space;

    public InputDistribution(EncodedSpace space)
    {
        _space = space;
        Blocks = [.. space.Space.Parameters.Select((parameter, p) => new ParameterBlock(parameter.Name, space.Encoding.Block(p).Offset, space.Encoding.Block(p).Width))];
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>Uniform numbers that a point takes.</summary>
    public int Uniforms => _space.Space.Table is null ? _space.Encoding.Uniforms : Blocks.Count;

    /// <summary>A point from uniform numbers.</summary>
    public double[] Point(ReadOnlySpan<double> uniforms)
    {
        if (_space.Space.Table is not { } table)
        {
            return _space.Encoding.Sample(uniforms);
        }

        var point = new double[_space.Encoding.Dimension];
        for (var p = 0; p < Blocks.Count; p++)
        {
            var row = _space.Encoding.Encode(table[(int)(uniforms[p] * table.Count)]);
            row.AsSpan(Blocks[p].Offset, Blocks[p].Width).CopyTo(point.AsSpan(Blocks[p].Offset));
        }

        return point;
    }

    /// <summary>Points of a scrambled Sobol sequence.</summary>
    public double[][] Draw(int count, RandomStream stream)
    {
        var sobol = new SobolSequence(Uniforms, stream);
        var uniforms = new double[Uniforms];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            sobol.Point((uint)i, uniforms);
            return Point(uniforms);
        })];
    }

    /// <summary>As many pairs of points, independent within each pair.</summary>
    public (double[][] First, double[][] Second) DrawPairs(int count, RandomStream stream)
    {
        var sobol = new SobolSequence(2 * Uniforms, stream);
        var uniforms = new double[2 * Uniforms];
        var (first, second) = (new double[count][], new double[count][]);
        for (var i = 0; i < count; i++)
        {
            sobol.Point((uint)i, uniforms);
            (first[i], second[i]) = (Point(uniforms.AsSpan(0, Uniforms)), Point(uniforms.AsSpan(Uniforms)));
        }

        return (first, second);
    }
}
