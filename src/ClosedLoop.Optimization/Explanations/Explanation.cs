using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Explains the surrogate of one objective, at the level of parameters and in the objective's unit.</summary>
internal sealed class Explanation
{
    private const int Background = 64;

    // Of evaluations of a posterior mean, in kernel values: a few milliseconds.
    private const double QuickWork = 1_000_000;

    // A forest's prediction takes as long as so many kernel values.
    private const int ForestWork = 3000;

    private const int FewestPairs = 32;
    private const int MostPairs = 1024;

    // A fit that is remembered has points of its own, equal to those of the data.
    private static readonly EqualityComparer<double[]> SamePlace =
        EqualityComparer<double[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), point => point.Aggregate(0, HashCode.Combine));

    private readonly ObjectiveModel _model;
    private readonly EncodedSpace _space;
    private readonly InputDistribution _inputs;
    private readonly ulong _seed;

    public Explanation(ObjectiveModel model, EncodedSpace space, ulong seed) => (_model, _space, _inputs, _seed) = (model, space, new InputDistribution(space), seed);

    /// <summary>Pairs of points for Sobol indices that cost little beside a fit; at least 32, at most 1024.</summary>
    public int QuickPairs
    {
        get
        {
            var work = _model.Surrogate.Data.Count + (_model.Surrogate is ModelAverage ? ForestWork : 0);
            var pairs = Math.Clamp(QuickWork / ((_inputs.Blocks.Count + 2) * work), FewestPairs, MostPairs);
            return 1 << (int)Math.Log2(pairs);
        }
    }

    /// <summary>Importance of each parameter.</summary>
    /// <param name="pairs">Pairs of points for the Sobol indices; their error is about the inverse root of that.</param>
    public ParameterImportance[] Importances(int pairs)
    {
        var sobol = SobolIndices.Of(_inputs, _model.Means, pairs, Stream(1));
        var relevance = Relevance();
        return [.. _inputs.Blocks.Select((block, p) => new ParameterImportance(
            _model.Objective.Name, block.Name, relevance is null ? null : Rounded(relevance[p]), Rounded(sobol.First[p]), Rounded(sobol.Total[p])))];
    }

    /// <summary>All that a report shows.</summary>
    public ObjectiveExplanation Whole(IReadOnlyList<Candidate> candidates, LearntData data)
    {
        var (before, after, heldOut) = HeldOut(data);
        return new(
            _model.Objective.Name,
            Importances(MostPairs),
            [.. DependenceGrid.Of(_space).Select(Dependence)],
            [.. candidates.Select(Why)],
            heldOut,
            before,
            after);
    }

    /// <summary>Shapley values of a candidate's predicted mean.</summary>
    public ShapleyValues Why(Candidate candidate)
    {
        var background = _inputs.Draw(Background, Stream(2));
        var shapley = Shapley.Of(_inputs.Blocks, _model.Means, _space.Encoding.Encode(candidate), background, Stream(3));
        return new(
            candidate,
            shapley.Average,
            shapley.Predicted,
            _inputs.Blocks.Select((block, p) => KeyValuePair.Create(block.Name, shapley.Contributions[p])).ToDictionary());
    }

    private PartialDependence Dependence(DependenceGrid grid)
    {
        var background = _inputs.Draw(Background, Stream(2));
        var (means, lower, upper) = (new double[grid.Values.Count], new double[grid.Values.Count], new double[grid.Values.Count]);
        for (var g = 0; g < grid.Values.Count; g++)
        {
            (means[g], lower[g], upper[g]) = _model.Average([.. background.Select(point => grid.Hold(point, grid.Values[g]))]);
        }

        return new(grid.Key, grid.Values, means, lower, upper);
    }

    private (CalibrationFigures? Before, CalibrationFigures? After, IReadOnlyList<HeldOutPrediction> Pairs) HeldOut(LearntData data)
    {
        var surrogate = _model.Surrogate;
        var leftOut = surrogate.LeaveOneOut();
        var folds = Folds.Of(leftOut.Values.Length, Math.Min(Folds.Usual, leftOut.Values.Length), _seed);
        var residuals = leftOut.Standardized().ToArray();
        var recalibrations = folds.Distinct().ToDictionary(fold => fold, fold => new Recalibration([.. residuals.Where((_, i) => folds[i] != fold)]));
        var trials = data.Points.Zip(data.Trials).GroupBy(pair => pair.First, pair => pair.Second, SamePlace).ToDictionary(group => group.Key, group => new Queue<int>(group), SamePlace);
        HeldOutPrediction[] pairs =
        [
            .. Enumerable.Range(0, leftOut.Values.Length).Select(i =>
            {
                var half = recalibrations[folds[i]].HalfWidth(ObjectivePrediction.IntervalProbability) * leftOut.Deviations[i];
                var (lower, upper) = _model.Interval(leftOut.Means[i], half);
                return new HeldOutPrediction(
                    trials[surrogate.Data.Points[i]].Dequeue(), _model.Restored(leftOut.Values[i]), _model.Restored(leftOut.Means[i]), lower, upper);
            }),
        ];
        if (leftOut.Values.Length < 2 * Folds.Usual)
        {
            return (null, null, pairs);
        }

        var heldOut = surrogate.LeaveOut(folds);
        return (Calibrate.Raw(heldOut, surrogate.Scale), Calibrate.OutOfFold(heldOut, folds, surrogate.Scale), pairs);
    }

    // Variance of each block's coordinates over squared length scales, as shares; null without length scales.
    private double[]? Relevance()
    {
        var scales = _model.Surrogate.HyperParameters;
        var groups = _space.Encoding.Groups;
        if (groups.Any(group => !scales.ContainsKey($"lengthscale.{group}")))
        {
            return null;
        }

        var points = _inputs.Draw(Background, Stream(2));
        double Scaled(int d)
        {
            var mean = points.Average(point => point[d]);
            return points.Average(point => (point[d] - mean) * (point[d] - mean)) / Math.Pow(scales[$"lengthscale.{groups[d]}"], 2);
        }

        double[] distances = [.. _inputs.Blocks.Select(block => Enumerable.Range(block.Offset, block.Width).Sum(Scaled))];
        var sum = distances.Sum();
        return [.. distances.Select(distance => sum > 0 ? distance / sum : 0)];
    }

    private RandomStream Stream(ulong purpose) => new(_seed, StreamPurpose.Explanations, purpose);

    // Four digits say all that the sampling knows, and keep journals short.
    private static double Rounded(double share) => Math.Round(share, 4);
}
