namespace ClosedLoop.Optimization;

/// <summary>
/// The hyper-parameters of a form as the vector that a fit varies: logarithms of length scales, log odds of the interaction if categories may add, logarithms of
/// both warp exponents of each ordered group if inputs are warped, logarithms of signal and noise variance.
/// </summary>
internal sealed class ParameterLayout
{
    // Half of a mixed signal is interaction, give or take.
    private const double OddsWidth = 1.5;

    // Warps that nothing asks for stay near the identity.
    private const double WarpWidth = 0.5;

    private readonly GaussianProcessForm _form;
    private readonly int _groups;
    private readonly bool[] _nominal;
    private readonly int[] _warped;
    private readonly (double Mode, double Width) _noise;

    public ParameterLayout(TrainingData data, GaussianProcessForm form)
    {
        (_form, _groups) = (form, data.GroupCount);
        _nominal = [.. Enumerable.Range(0, _groups).Select(data.IsNominal)];
        _warped = form.Warps ? [.. Enumerable.Range(0, _groups).Where(group => !_nominal[group])] : [];
        _noise = GaussianProcessPriors.Noise(data.Replicates());
    }

    /// <summary>Number of length scales, which come first.</summary>
    public int Groups => _groups;

    public int Count => _groups + (_form.Adds ? 1 : 0) + (2 * _warped.Length) + 2;

    /// <summary>Position of the interaction; −1 without one.</summary>
    public int Interaction => _form.Adds ? _groups : -1;

    public int Signal => Count - 2;

    public int Noise => Count - 1;

    /// <summary>Position of a group's first warp exponent, the second follows; −1 where it is not warped.</summary>
    public int Warp(int group)
    {
        var k = Array.IndexOf(_warped, group);
        return k < 0 ? -1 : _groups + (_form.Adds ? 1 : 0) + (2 * k);
    }

    /// <summary>Mode and width of a parameter's normal prior.</summary>
    public (double Mode, double Width) Prior(int p) =>
        p == Noise ? _noise
        : p == Signal ? (GaussianProcessPriors.SignalMode, GaussianProcessPriors.SignalWidth)
        : p == Interaction ? (0, OddsWidth)
        : p >= _groups ? (0, WarpWidth)
        : (_nominal[p] ? GaussianProcessPriors.CategoryScaleMode : GaussianProcessPriors.LengthScaleMode(_groups), GaussianProcessPriors.LengthScaleWidth);

    public (double[] Lower, double[] Upper) Bounds()
    {
        var bounds = Enumerable.Range(0, Count).Select(p => p == Noise ? GaussianProcessPriors.NoiseBounds
            : p == Signal ? GaussianProcessPriors.SignalBounds
            : p == Interaction ? GaussianProcessPriors.OddsBounds
            : p >= _groups ? GaussianProcessPriors.WarpBounds
            : GaussianProcessPriors.LengthScaleBounds).ToArray();
        return ([.. bounds.Select(bound => bound.Lower)], [.. bounds.Select(bound => bound.Upper)]);
    }

    /// <summary>The priors' modes: where a fit starts that has nothing better.</summary>
    public double[] Modes() => [.. Enumerable.Range(0, Count).Select(p => Prior(p).Mode)];

    /// <summary>Hyper-parameters, perhaps of another form, as a start for this one.</summary>
    public double[] Write(GaussianProcessParameters parameters)
    {
        var vector = Modes();
        for (var g = 0; g < _groups; g++)
        {
            vector[g] = Math.Log(parameters.LengthScales[g]);
            if (Warp(g) is var at and >= 0 && parameters.Warps.Length > 0)
            {
                (vector[at], vector[at + 1]) = (Math.Log(parameters.Warps[g].A), Math.Log(parameters.Warps[g].B));
            }
        }

        if (Interaction >= 0 && parameters.Interaction < 1)
        {
            vector[Interaction] = Math.Log(parameters.Interaction / (1 - parameters.Interaction));
        }

        vector[Signal] = Math.Log(parameters.SignalVariance);
        vector[Noise] = Math.Log(parameters.NoiseVariance);
        return vector;
    }

    public GaussianProcessParameters Read(ReadOnlySpan<double> vector, double mean)
    {
        var scales = new double[_groups];
        var warps = _warped.Length == 0 ? [] : new InputWarp[_groups];
        for (var g = 0; g < _groups; g++)
        {
            scales[g] = Math.Exp(vector[g]);
            if (warps.Length > 0)
            {
                warps[g] = Warp(g) is var at and >= 0 ? new(Math.Exp(vector[at]), Math.Exp(vector[at + 1])) : InputWarp.None;
            }
        }

        return new(scales, Math.Exp(vector[Signal]), Math.Exp(vector[Noise]), mean)
        {
            Kernel = _form.Kernel,
            Interaction = Interaction < 0 ? 1 : 1 / (1 + Math.Exp(-vector[Interaction])),
            Warps = warps,
        };
    }
}
