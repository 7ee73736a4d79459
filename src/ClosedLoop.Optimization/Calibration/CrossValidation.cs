using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Fits models afresh without each fold in turn, hyper-parameters and recalibration included, and predicts the fold: what the uncertainties of a kind of model
/// are worth on a set of data.
/// </summary>
public static class CrossValidation
{
    /// <summary>The models that can be judged: <c>gp</c>, <c>forest</c>, and <c>average</c> of both, which tables get.</summary>
    public static IReadOnlyList<string> Models { get; } = ["gp", "forest", "average"];

    /// <summary>Figures of the predictions as they are, and recalibrated by the leave-one-out residuals of the observations fitted to.</summary>
    /// <param name="problem">Space, objectives and seed; the seed fixes the folds.</param>
    /// <param name="observed">At least one succeeded trial for each fold.</param>
    /// <param name="objective">The objective's name.</param>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="folds">How many folds, at least 2.</param>
    /// <exception cref="ArgumentException">Too few observations, or no such model or objective.</exception>
    public static (CalibrationFigures Before, CalibrationFigures After) Of(
        PlanningProblem problem, IReadOnlyList<ObservedTrial> observed, string objective, string model, int folds = Folds.Usual)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var space = new EncodedSpace(problem.Space);
        var data = LearntData.From(problem, space.Encoding, observed);
        var index = problem.Objectives.ToList().FindIndex(each => each.Name == objective);
        if (!Models.Contains(model) || index < 0 || data.Count < 2 * folds)
        {
            throw new ArgumentException($"No model '{model}' of '{objective}' can be judged by {folds} folds of {data.Count} observations");
        }

        var values = ObjectiveModel.Modelled(problem.Objectives[index], data.Values[index]);
        var fold = Folds.Of(data.Count, folds, problem.Seed);
        var (means, deviations) = (new double[data.Count], new double[data.Count]);
        var recalibrations = new Recalibration[data.Count];
        for (var f = 0; f < folds; f++)
        {
            int[] kept = [.. Enumerable.Range(0, data.Count).Where(i => fold[i] != f)];
            var told = data.Of(index, values, space.Encoding).At(kept);
            var transforms = problem.Objectives is [{ Goal: not Goal.Target }];
            var surrogate = new SurrogateCache().Fit(told, new(model == "average" ? SurrogateKind.Auto : SurrogateKind.GaussianProcess, model == "average", transforms), problem.Seed);
            var forest = model == "forest" ? RandomForest.Fit(surrogate.Data, problem.Seed) : null;
            var recalibration = forest is not null
                ? new Recalibration(forest.LeaveOneOut.Standardized())
                : new ObjectiveModel(problem.Objectives[index], surrogate).Recalibration;
            foreach (var i in Enumerable.Range(0, data.Count).Where(i => fold[i] == f))
            {
                var (mean, deviation) = forest?.Predict(data.Points[i]) ?? Predict(surrogate, data.Points[i]);
                (means[i], deviations[i]) = surrogate.Scale.Moments(mean, deviation);
                recalibrations[i] = recalibration;
            }
        }

        var heldOut = new LeaveOneOut(values, means, deviations);
        return (Calibrate.Raw(heldOut, new(0, 1)), Calibrate.Figures(heldOut, new(0, 1), recalibrations));
    }

    private static (double Mean, double Deviation) Predict(ISurrogate surrogate, double[] point)
    {
        var means = new double[1];
        var deviation = surrogate.Posterior.Predict(point, means, surrogate.Posterior.Scratch());
        return (means[0], Math.Sqrt((deviation * deviation) + surrogate.NoiseVariance));
    }
}
