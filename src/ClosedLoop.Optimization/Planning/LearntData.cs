using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What observed trials teach: encoded points and a value for each objective, failed trials according to policy.</summary>
/// <param name="Points">Encoded points, in the order of the trials.</param>
/// <param name="Values">For each objective a value for each point, in the objective's unit.</param>
internal sealed record LearntData(IReadOnlyList<double[]> Points, IReadOnlyList<double[]> Values)
{
    public int Count => Points.Count;

    /// <summary>For each point the name of its source; null is the target.</summary>
    public IReadOnlyList<string?> Sources { get; private init; } = [];

    public static LearntData From(PlanningProblem problem, SpaceEncoding encoding, IReadOnlyList<ObservedTrial> observed)
    {
        var succeeded = observed.Where(Succeeded).ToArray();
        if (succeeded.Length == 0)
        {
            return new([], [.. problem.Objectives.Select(_ => Array.Empty<double>())]);
        }

        var worst = succeeded.ToLookup(trial => trial.Source ?? "");
        double Worst(int o, ObservedTrial failed) => worst[failed.Source ?? ""].Select(trial => trial.Values![o]).MaxBy(problem.Objectives[o].Loss);
        ObservedTrial[] learnt = problem.OnFailure == FailurePolicy.Penalty ? [.. observed.Where(trial => worst.Contains(trial.Source ?? ""))] : succeeded;
        return new(
            [.. learnt.Select(trial => encoding.Encode(trial.Candidate))],
            [.. problem.Objectives.Select((_, o) => learnt.Select(trial => Succeeded(trial) ? trial.Values![o] : Worst(o, trial)).ToArray())])
        {
            Sources = [.. learnt.Select(trial => trial.Source)],
        };
    }

    /// <summary>The observations of some sources.</summary>
    public LearntData Where(Func<string?, bool> isWanted)
    {
        int[] rows = [.. Enumerable.Range(0, Sources.Count).Where(i => isWanted(Sources[i]))];
        return new([.. rows.Select(i => Points[i])], [.. Values.Select(values => rows.Select(i => values[i]).ToArray())]) { Sources = [.. rows.Select(i => Sources[i])] };
    }

    /// <summary>For each point the number of its source.</summary>
    public int[] SourcesIn(SourceTree tree) => [.. Sources.Select(tree.Of)];

    // A value that is not finite measures nothing.
    private static bool Succeeded(ObservedTrial trial) => trial.Values is { } values && values.All(double.IsFinite);
}
