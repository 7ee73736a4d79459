namespace ClosedLoop.Optimization;

/// <summary>
/// Log expected hypervolume improvement of two to four objectives, exact for independent posteriors: the region that the front leaves is cut into boxes, and the
/// expected overlap of a box with what a point dominates is a product of differences of expected improvements, taken in logarithms (Yang et al. 2019;
/// Ament et al. 2023). Averaged over the scenarios of noisy incumbents and pending trials, each with a front of its own (Daulton et al. 2021).
/// </summary>
internal sealed class LogHypervolumeImprovement : IAcquisition
{
    private readonly IReadOnlyList<IPosterior> _posteriors;
    private readonly BoxDecomposition[] _boxes;
    private readonly PosteriorPoint[] _at;
    private readonly double[][] _means;
    private readonly double[] _deviations;
    private readonly ImprovementValue[][][] _levels;
    private readonly double[][] _logs;
    private readonly double[][] _byMean;
    private readonly double[] _byDeviation;

    /// <param name="name">Name to report.</param>
    /// <param name="posteriors">One for each objective, all with the same number of scenarios, or one scenario.</param>
    /// <param name="boxes">For each scenario what its front leaves.</param>
    public LogHypervolumeImprovement(string name, IReadOnlyList<IPosterior> posteriors, BoxDecomposition[] boxes)
    {
        (Name, _posteriors, _boxes) = (name, posteriors, boxes);
        _at = [.. posteriors.Select(posterior => posterior.Scratch())];
        _means = [.. posteriors.Select(posterior => new double[posterior.Scenarios])];
        _deviations = new double[posteriors.Count];
        _levels = [.. boxes.Select(each => each.Levels.Select(level => new ImprovementValue[level.Length]).ToArray())];
        _logs = [.. boxes.Select(each => new double[each.Boxes.Count])];
        _byMean = [.. posteriors.Select(posterior => new double[posterior.Scenarios])];
        _byDeviation = new double[posteriors.Count];
    }

    public string Name { get; }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        for (var o = 0; o < _posteriors.Count; o++)
        {
            _deviations[o] = _posteriors[o].Predict(point, _means[o], _at[o]);
        }

        var value = Combine();
        Differentiate(value);
        gradient.Clear();
        var part = new double[gradient.Length];
        for (var o = 0; o < _posteriors.Count; o++)
        {
            _posteriors[o].Gradient(_at[o], _byMean[o], _byDeviation[o], part);
            for (var d = 0; d < part.Length; d++)
            {
                gradient[d] += part[d];
            }
        }

        return value;
    }

    public double[] Score(IReadOnlyList<double[]> points)
    {
        var scenarios = _posteriors[0].Scenarios;
        double[][] means = [.. _posteriors.Select(_ => new double[points.Count * scenarios])];
        double[][] deviations = [.. _posteriors.Select(_ => new double[points.Count])];
        for (var o = 0; o < _posteriors.Count; o++)
        {
            _posteriors[o].Predict(points, means[o], deviations[o]);
        }

        var scores = new double[points.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            for (var o = 0; o < _posteriors.Count; o++)
            {
                means[o].AsSpan(i * scenarios, scenarios).CopyTo(_means[o]);
                _deviations[o] = deviations[o][i];
            }

            scores[i] = Combine();
        }

        return scores;
    }

    // Log of the mean over scenarios of the sum over boxes.
    private double Combine()
    {
        var largest = double.NegativeInfinity;
        for (var m = 0; m < _boxes.Length; m++)
        {
            var levels = _levels[m];
            for (var o = 0; o < levels.Length; o++)
            {
                for (var k = 0; k < levels[o].Length; k++)
                {
                    levels[o][k] = LogImprovement.Below(_means[o][m], _deviations[o], _boxes[m].Levels[o][k]);
                }
            }

            for (var b = 0; b < _logs[m].Length; b++)
            {
                _logs[m][b] = Overlap(levels, _boxes[m].Boxes[b]);
                largest = Math.Max(largest, _logs[m][b]);
            }
        }

        return largest + Math.Log(_logs.Sum(logs => logs.Sum(log => Math.Exp(log - largest))) / _boxes.Length);
    }

    private static double Overlap(ImprovementValue[][] levels, (int Lower, int Upper)[] box)
    {
        var log = 0.0;
        for (var o = 0; o < box.Length; o++)
        {
            var (lower, upper) = box[o];
            log += levels[o][upper].Log + (lower < 0 ? 0 : Math.Log(Remaining(levels[o], lower, upper)));
        }

        return log;
    }

    // What the improvement below the lower end leaves of that below the upper end, as a share.
    private static double Remaining(ImprovementValue[] level, int lower, int upper) =>
        Math.Max(1e-300, -Math.Exp(level[lower].Log - level[upper].Log) + 1);

    private void Differentiate(double value)
    {
        Array.Clear(_byDeviation);
        for (var m = 0; m < _boxes.Length; m++)
        {
            var levels = _levels[m];
            for (var o = 0; o < levels.Length; o++)
            {
                _byMean[o][m] = 0;
            }

            for (var b = 0; b < _logs[m].Length; b++)
            {
                var share = Math.Exp(_logs[m][b] - value) / _boxes.Length;
                for (var o = 0; o < levels.Length; o++)
                {
                    var (lower, upper) = _boxes[m].Boxes[b][o];
                    var above = levels[o][upper];
                    var rest = lower < 0 ? 1 : Remaining(levels[o], lower, upper);
                    var below = lower < 0 ? above : levels[o][lower];
                    _byMean[o][m] += share * (above.ByMean - ((1 - rest) * below.ByMean)) / rest;
                    _byDeviation[o] += share * (above.ByDeviation - ((1 - rest) * below.ByDeviation)) / rest;
                }
            }
        }
    }
}
