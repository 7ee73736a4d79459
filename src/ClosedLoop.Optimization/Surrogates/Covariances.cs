namespace ClosedLoop.Optimization;

/// <summary>Covariances of points with the data: coordinates are warped and scaled, then the kernel for the kinds of parameters at hand is taken.</summary>
internal sealed class Covariances
{
    private readonly TrainingData _data;
    private readonly bool[] _nominal;
    private GaussianProcessParameters _parameters;

    public Covariances(TrainingData data, GaussianProcessParameters parameters)
    {
        _data = data;
        _nominal = [.. data.Groups.Select(data.IsNominal)];
        IsMixed = _nominal.Contains(true);
        Scaled = new PaddedMatrix(data.Dimension, data.Count);
        _parameters = parameters;
        Use(parameters);
    }

    /// <summary>Whether any parameter is a category.</summary>
    public bool IsMixed { get; }

    /// <summary>The data's scaled coordinates, one row for each coordinate.</summary>
    public PaddedMatrix Scaled { get; }

    public bool IsNominal(int coordinate) => _nominal[coordinate];

    /// <summary>Moves to other hyper-parameters.</summary>
    public void Use(GaussianProcessParameters parameters)
    {
        _parameters = parameters;
        for (var d = 0; d < _data.Dimension; d++)
        {
            var row = Scaled.Row(d);
            var warp = Warp(d);
            var inverse = 1 / parameters.LengthScales[_data.Groups[d]];
            for (var i = 0; i < _data.Count; i++)
            {
                row[i] = warp.Apply(_data.Points[i][d]) * inverse;
            }
        }
    }

    /// <summary>The scaled coordinates of a point.</summary>
    public void Scale(ReadOnlySpan<double> point, Span<double> scaled)
    {
        for (var d = 0; d < scaled.Length; d++)
        {
            scaled[d] = Warp(d).Apply(point[d]) / _parameters.LengthScales[_data.Groups[d]];
        }
    }

    /// <summary>How much a small step of a coordinate moves its scaled form.</summary>
    public double Slope(int coordinate, double u) => Warp(coordinate).Slope(u) / _parameters.LengthScales[_data.Groups[coordinate]];

    /// <summary>Covariances of a scaled point with the first data, and the derivatives' factors; see <see cref="MixedKernel.Row"/>.</summary>
    public void Row(ReadOnlySpan<double> z, Span<double> covariances, Span<double> factors, Span<double> nominalFactors, Span<double> interactions)
    {
        if (IsMixed)
        {
            MixedKernel.Row(_parameters, _nominal, Scaled, z, covariances, factors, nominalFactors, interactions);
        }
        else
        {
            StationaryKernel.Row(_parameters.Kernel, Scaled, z, _parameters.SignalVariance, covariances, factors);
        }
    }

    private InputWarp Warp(int coordinate) => _parameters.Warps.Length == 0 ? InputWarp.None : _parameters.Warps[_data.Groups[coordinate]];
}
