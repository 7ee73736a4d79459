using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What observed trials teach: encoded points and a value for each objective, failed trials according to policy.</summary>
/// <param name="Points">Encoded points, in the order of the trials.</param>
/// <param name="Values">For each objective a value for each point, in the objective's unit.</param>
internal sealed record LearntData(IReadOnlyList<double[]> Points, IReadOnlyList<double[]> Values)
{
    public int Count => Points.Count;

    public static LearntData From(PlanningProblem problem, SpaceEncoding encoding, IReadOnlyList<ObservedTrial> observed)
    {
        var succeeded = observed.Where(Succeeded).ToArray();
        if (succeeded.Length == 0)
        {
            return new([], [.. problem.Objectives.Select(_ => Array.Empty<double>())]);
        }

        var worst = problem.Objectives.Select((objective, o) => succeeded.Select(trial => trial.Values![o]).MaxBy(objective.Loss)).ToArray();
        var contexts = ObservedContext.Of(problem.Space, observed);
        var learnt = observed.Select((trial, i) => (Trial: trial, Context: contexts[i]))
            .Where(each => problem.OnFailure == FailurePolicy.Penalty || Succeeded(each.Trial))
            .ToArray();
        return new(
            [.. learnt.Select(each => encoding.Encode(each.Trial.Candidate, each.Context))],
            [.. problem.Objectives.Select((_, o) => learnt.Select(each => Succeeded(each.Trial) ? each.Trial.Values![o] : worst[o]).ToArray())]);
    }

    // A value that is not finite measures nothing.
    private static bool Succeeded(ObservedTrial trial) => trial.Values is { } values && values.All(double.IsFinite);
}
