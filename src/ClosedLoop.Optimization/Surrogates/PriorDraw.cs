namespace ClosedLoop.Optimization;

/// <summary>
/// A function drawn from a Gaussian process without mean, by random Fourier features: frequencies from the kernel's spectral density, which is normal for the squared
/// exponential and Student's t with 2ν degrees of freedom for Matérn ν (Rasmussen, Williams 2006, 4.2).
/// </summary>
internal sealed class PriorDraw
{
    private readonly double[][] _frequencies;
    private readonly double[] _cosines;
    private readonly double[] _sines;

    /// <param name="parameters">The process.</param>
    /// <param name="groups">For each coordinate its length scale.</param>
    /// <param name="features">How many frequencies.</param>
    /// <param name="stream">Chance.</param>
    public PriorDraw(GaussianProcessParameters parameters, int[] groups, int features, RandomStream stream)
    {
        var amplitude = Math.Sqrt(parameters.SignalVariance / features);
        (_frequencies, _cosines, _sines) = (new double[features][], new double[features], new double[features]);
        for (var f = 0; f < features; f++)
        {
            var stretch = Stretch(parameters.Kernel, stream);
            _frequencies[f] = [.. groups.Select(group => stretch * stream.NextNormal() / parameters.LengthScales[group])];
            (_cosines[f], _sines[f]) = (amplitude * stream.NextNormal(), amplitude * stream.NextNormal());
        }
    }

    /// <summary>The value at an encoded point.</summary>
    public double At(ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        for (var f = 0; f < _frequencies.Length; f++)
        {
            var phase = 0.0;
            for (var d = 0; d < point.Length; d++)
            {
                phase += _frequencies[f][d] * point[d];
            }

            var (sine, cosine) = Math.SinCos(phase);
            sum += (_cosines[f] * cosine) + (_sines[f] * sine);
        }

        return sum;
    }

    /// <summary>√(2ν / χ²) with 2ν degrees of freedom turns a normal vector into Student's t.</summary>
    private static double Stretch(KernelFamily kernel, RandomStream stream)
    {
        var freedom = kernel switch { KernelFamily.Matern52 => 5, KernelFamily.Matern32 => 3, _ => 0 };
        if (freedom == 0)
        {
            return 1;
        }

        var squares = 0.0;
        for (var i = 0; i < freedom; i++)
        {
            var normal = stream.NextNormal();
            squares += normal * normal;
        }

        return Math.Sqrt(freedom / squares);
    }
}
