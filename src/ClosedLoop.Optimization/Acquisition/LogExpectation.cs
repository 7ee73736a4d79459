namespace ClosedLoop.Optimization;

/// <summary>
/// Log of an expectation over what the data and the pending trials yield: of the improvement (Ament et al. 2023), or of there being any. Pending trials are fantasized: their latent values are drawn
/// jointly, each draw conditions the posterior and may lower its own incumbent, and the expectation given a draw is in closed form. The mean over draws is the
/// sequential greedy batch improvement with the last point integrated exactly, which a believer in the posterior mean overrates and a liar underrates.
/// </summary>
internal sealed class LogExpectation : IAcquisition
{
    private readonly IPosterior _posterior;
    private readonly double[] _incumbents;
    private readonly Func<double, double, double, ImprovementValue> _expected;
    private readonly PosteriorPoint _at;
    private readonly double[] _means;
    private readonly double[] _weights;
    private readonly ImprovementValue[] _values;

    /// <param name="name">Name to report.</param>
    /// <param name="posterior">The posterior, conditioned on what is pending.</param>
    /// <param name="incumbents">For each scenario the best value, or the distance of the best value from the target, in standardized units.</param>
    /// <param name="expected">What is expected of a normal variable: from its mean, its standard deviation and a scenario's incumbent, in the logarithm.</param>
    public LogExpectation(string name, IPosterior posterior, double[] incumbents, Func<double, double, double, ImprovementValue> expected)
    {
        (Name, _posterior, _incumbents, _expected) = (name, posterior, incumbents, expected);
        _at = posterior.Scratch();
        _means = new double[posterior.Scenarios];
        _weights = new double[posterior.Scenarios];
        _values = new ImprovementValue[posterior.Scenarios];
    }

    public string Name { get; }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var deviation = _posterior.Predict(point, _means, _at);
        var value = Combine(_means, deviation);
        var deviationWeight = 0.0;
        for (var m = 0; m < _weights.Length; m++)
        {
            var share = Math.Exp(_values[m].Log - value) / _weights.Length;
            _weights[m] = share * _values[m].ByMean;
            deviationWeight += share * _values[m].ByDeviation;
        }

        _posterior.Gradient(_at, _weights, deviationWeight, gradient);
        return value;
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count * _posterior.Scenarios];
        var deviations = new double[points.Count];
        _posterior.Predict(points, means, deviations);
        var scores = new double[points.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Combine(means.AsSpan(i * _posterior.Scenarios, _posterior.Scenarios), deviations[i]);
        }

        return scores;
    }

    // log of the mean of exponentials.
    private double Combine(ReadOnlySpan<double> means, double deviation)
    {
        var largest = double.NegativeInfinity;
        for (var m = 0; m < means.Length; m++)
        {
            _values[m] = _expected(means[m], deviation, _incumbents[m]);
            largest = Math.Max(largest, _values[m].Log);
        }

        var sum = 0.0;
        for (var m = 0; m < means.Length; m++)
        {
            sum += Math.Exp(_values[m].Log - largest);
        }

        return largest + Math.Log(sum / means.Length);
    }
}
