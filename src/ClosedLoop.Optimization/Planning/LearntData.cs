using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What observed trials teach: encoded points and a value for each objective, failed trials according to policy.</summary>
/// <param name="Points">Encoded points, in the order of the trials.</param>
/// <param name="Values">For each objective a value for each point, in the objective's unit.</param>
internal sealed record LearntData(IReadOnlyList<double[]> Points, IReadOnlyList<double[]> Values)
{
    /// <summary>For each objective the known variance of each value, NaN where it is to be learnt; empty when none is known.</summary>
    public IReadOnlyList<double[]> Variances { get; init; } = [];

    public int Count => Points.Count;

    /// <summary>The observations of one objective as a surrogate learns them.</summary>
    public TrainingData Of(int objective, double[] values, SpaceEncoding encoding) => new(Points, values, encoding.Groups)
    {
        Nominal = encoding.Nominal,
        Variances = Variances.Count == 0 ? [] : Variances[objective],
    };

    public static LearntData From(PlanningProblem problem, SpaceEncoding encoding, IReadOnlyList<ObservedTrial> observed)
    {
        var succeeded = observed.Where(Succeeded).ToArray();
        if (succeeded.Length == 0)
        {
            return new([], [.. problem.Objectives.Select(_ => Array.Empty<double>())]);
        }

        var worst = problem.Objectives.Select((objective, o) => succeeded.Select(trial => trial.Values![o]).MaxBy(objective.Loss)).ToArray();
        var learnt = problem.OnFailure == FailurePolicy.Penalty ? observed : succeeded;
        return new(
            [.. learnt.Select(trial => encoding.Encode(trial.Candidate))],
            [.. problem.Objectives.Select((_, o) => learnt.Select(trial => Succeeded(trial) ? trial.Values![o] : worst[o]).ToArray())])
        {
            Variances = learnt.Any(trial => trial.Variances is not null)
                ? [.. problem.Objectives.Select((_, o) => learnt.Select(trial => VarianceOf(trial, o)).ToArray())]
                : [],
        };
    }

    private static double VarianceOf(ObservedTrial trial, int objective)
    {
        if (!Succeeded(trial) || trial.Variances?[objective] is not { } variance)
        {
            return double.NaN;
        }

        return variance >= 0 && double.IsFinite(variance)
            ? variance
            : throw new ArgumentException($"trial {trial.Trial}: the variance {variance} of objective {objective + 1} is not a finite number from zero up");
    }

    // A value that is not finite measures nothing.
    private static bool Succeeded(ObservedTrial trial) => trial.Values is { } values && values.All(double.IsFinite);
}
