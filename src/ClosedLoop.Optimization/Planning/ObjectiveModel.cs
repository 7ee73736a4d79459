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

    /// <summary>What a measurement at an encoded point should give, in the objective's unit.</summary>
    public ObjectivePrediction Predict(double[] point)
    {
        var means = new double[1];
        var deviation = Surrogate.Posterior.Predict(point, means, Surrogate.Posterior.Scratch());
        var measured = Math.Sqrt((deviation * deviation) + Surrogate.NoiseVariance);
        var moments = Surrogate.Scale.Moments(means[0], measured);
        return new(Objective.Name, Sign * moments.Mean, moments.Deviation);
    }

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
