using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>An objective with its surrogate. What is modelled is the value, negated when higher is better, so that lower is better but for targets.</summary>
internal sealed record ObjectiveModel(Objective Objective, ISurrogate Surrogate)
{
    private double Sign => Objective.Goal == Goal.Maximize ? -1 : 1;

    /// <summary>The target in standardized units; null without one.</summary>
    public double? Target => Objective.Goal == Goal.Target ? Surrogate.Scale.Standardize(Objective.Target!.Value) : null;

    /// <summary>Values of an objective as they are modelled.</summary>
    public static double[] Modelled(Objective objective, double[] values) =>
        objective.Goal == Goal.Maximize ? [.. values.Select(value => -value)] : values;

    private Recalibration? _recalibration;

    /// <summary>What leave-one-out residuals make of predicted deviations; the acquisition does without.</summary>
    public Recalibration Recalibration => _recalibration ??= new Recalibration(Surrogate.LeaveOneOut().Standardized(), Surrogate.HyperParameters.Count);

    /// <summary>What a measurement at an encoded point should give, in the objective's unit, recalibrated.</summary>
    public ObjectivePrediction Predict(double[] point)
    {
        var means = new double[1];
        var deviation = Surrogate.Posterior.Predict(point, means, Surrogate.Posterior.Scratch());
        var measured = Math.Sqrt((deviation * deviation) + Surrogate.NoiseVariance);
        var (lower, upper) = Interval(means[0], measured * Recalibration.HalfWidth(ObjectivePrediction.IntervalProbability));
        var moments = Surrogate.Scale.Moments(means[0], measured * Recalibration.Scale);
        return new(Objective.Name, Sign * moments.Mean, moments.Deviation) { Lower = lower, Upper = upper };
    }

    /// <summary>How far a point lies from the data: posterior over prior variance, and distance to the nearest in the kernel's metric.</summary>
    public Extrapolation Extrapolation(double[] point)
    {
        var posterior = Surrogate.Posterior;
        var at = posterior.Scratch();
        posterior.Predict(point, new double[posterior.Scenarios], at);
        var correlation = at.Covariances.Max() / Surrogate.PriorVariance;
        return new(
            Math.Round(Math.Clamp(at.Deviation * at.Deviation / Surrogate.PriorVariance, 0, 1), 4),
            Math.Round(Math.Sqrt(Math.Clamp(1 - correlation, 0, 1)), 4));
    }

    /// <summary>Predicted means of many points, in the objective's unit.</summary>
    public double[] Means(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count * Surrogate.Posterior.Scenarios];
        Surrogate.Posterior.Means(points, means);
        return [.. Enumerable.Range(0, points.Count).Select(i => Restored(means[i * Surrogate.Posterior.Scenarios]))];
    }

    /// <summary>The average of predicted means at some points and its 95 % interval, in the objective's unit, recalibrated.</summary>
    public (double Mean, double Lower, double Upper) Average(IReadOnlyList<double[]> points)
    {
        var posterior = Surrogate.Posterior;
        var means = new double[points.Count * posterior.Scenarios];
        posterior.Means(points, means);
        var standardized = Enumerable.Range(0, points.Count).Select(i => means[i * posterior.Scenarios]).ToArray();
        var (mean, middle) = (standardized.Average(Restored), standardized.Average());
        var (lower, upper) = Interval(middle, Recalibration.HalfWidth(ObjectivePrediction.IntervalProbability) * posterior.AverageDeviation(points));
        return (mean, mean + lower - Restored(middle), mean + upper - Restored(middle));
    }

    /// <summary>A standardized value in the objective's unit.</summary>
    public double Restored(double standardized) => Sign * Surrogate.Scale.Restore(standardized);

    /// <summary>An interval in the objective's unit, from its middle and half its width in standardized units.</summary>
    public (double Lower, double Upper) Interval(double middle, double half)
    {
        var (a, b) = (Restored(middle - half), Restored(middle + half));
        return (Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>A prediction in modelled units as one in the objective's unit.</summary>
    public ObjectivePrediction Restored((double Mean, double Deviation) modelled) => new(Objective.Name, Sign * modelled.Mean, modelled.Deviation);

    // Below this share of the signal's variance noise moves no incumbent.
    private const double NoticeableNoise = 1e-3;

    // Realizations cost another factorization and a second inverse.
    private const int MostRealized = 1000;

    /// <summary>Whether measurements leave enough doubt about what has been reached that the acquisition must integrate over it.</summary>
    public bool IsNoisy => Surrogate is GaussianProcess process
        && process.NoiseVariance > NoticeableNoise * process.Parameters.SignalVariance
        && process.Data.Count <= MostRealized;

    /// <summary>The posterior, or, where any of the objectives is noisy, draws of the latent values at the data.</summary>
    public IPosterior Believed(bool noisy, int scenarios, RandomStream stream) =>
        noisy && Surrogate is GaussianProcess process ? process.Realize(scenarios, stream) : Surrogate.Posterior;
}
