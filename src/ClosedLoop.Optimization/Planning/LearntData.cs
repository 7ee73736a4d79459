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

    /// <summary>For each point the name of its source; null is the target.</summary>
    public IReadOnlyList<string?> Sources { get; private init; } = [];

    /// <summary>For each point the number of its trial.</summary>
    public IReadOnlyList<int> Trials { get; private init; } = [];

    /// <summary>Encoded points of trials that were measured and met all limits.</summary>
    public IReadOnlyList<double[]> Counting { get; private init; } = [];

    /// <summary>Encoded points of trials that were measured.</summary>
    public IReadOnlyList<double[]> Succeeded { get; private init; } = [];

    /// <summary>Encoded points of trials that failed and of which that is to be learnt.</summary>
    public IReadOnlyList<double[]> Failed { get; private init; } = [];

    /// <summary>For each limit what was measured of its output.</summary>
    public IReadOnlyList<MeasuredOutput> Limited { get; private init; } = [];

    /// <summary>Logarithms of what trials cost, failed ones included.</summary>
    public MeasuredOutput LogCosts { get; private init; } = new([], []);

    /// <summary>The observations of one objective as a surrogate learns them.</summary>
    public TrainingData Of(int objective, double[] values, SpaceEncoding encoding) => new(Points, values, encoding.Groups)
    {
        Nominal = encoding.Nominal,
        Variances = Variances.Count == 0 ? [] : Variances[objective],
    };

    public static LearntData From(PlanningProblem problem, SpaceEncoding encoding, IReadOnlyList<ObservedTrial> observed)
    {
        observed = ObservedContext.Filled(problem.Space, observed);
        var succeeded = observed.Where(Succeeds).ToArray();
        var bySource = succeeded.ToLookup(trial => trial.Source ?? "");
        double Worst(int o, ObservedTrial failed) => bySource[failed.Source ?? ""].Select(trial => trial.Values![o]).MaxBy(problem.Objectives[o].Loss);
        FailurePolicy PolicyOf(ObservedTrial failed) => failed.Teaches ?? problem.OnFailure;
        ObservedTrial[] learnt = [.. observed.Where(trial => Succeeds(trial) || (PolicyOf(trial) == FailurePolicy.Penalty && bySource.Contains(trial.Source ?? "")))];
        double[][] Encoded(IEnumerable<ObservedTrial> trials) => [.. trials.Select(trial => encoding.Encode(trial.Candidate, trial.Context))];
        var paid = observed.Where(trial => trial.Cost is > 0 and < double.PositiveInfinity).ToArray();
        return new(
            Encoded(learnt),
            [.. problem.Objectives.Select((_, o) => learnt.Select(trial => Succeeds(trial) ? trial.Values![o] : Worst(o, trial)).ToArray())])
        {
            Variances = learnt.Any(trial => trial.Variances is not null)
                ? [.. problem.Objectives.Select((_, o) => learnt.Select(trial => VarianceOf(trial, o)).ToArray())]
                : [],
            Sources = [.. learnt.Select(trial => trial.Source)],
            Trials = [.. learnt.Select(trial => trial.Trial)],
            Counting = Encoded(succeeded.Where(trial => problem.Limits.Select((limit, l) => trial.Limited is { } values && limit.Holds(values[l])).All(holds => holds))),
            Succeeded = Encoded(succeeded),
            Failed = Encoded(observed.Where(trial => !Succeeds(trial) && PolicyOf(trial) == FailurePolicy.Learn)),
            Limited = [.. problem.Limits.Select((_, l) =>
            {
                var measured = succeeded.Where(trial => trial.Limited is { } values && double.IsFinite(values[l])).ToArray();
                return new MeasuredOutput(Encoded(measured), [.. measured.Select(trial => trial.Limited![l])]);
            })],
            LogCosts = new(Encoded(paid), [.. paid.Select(trial => Math.Log(trial.Cost!.Value))]),
        };
    }

    private static double VarianceOf(ObservedTrial trial, int objective)
    {
        if (!Succeeds(trial) || trial.Variances?[objective] is not { } variance)
        {
            return double.NaN;
        }

        return variance >= 0 && double.IsFinite(variance)
            ? variance
            : throw new ArgumentException($"trial {trial.Trial}: the variance {variance} of objective {objective + 1} is not a finite number from zero up");
    }

    /// <summary>The same where what has been reached counts as if it were tried in the current context.</summary>
    public LearntData InCurrentContext(SpaceEncoding encoding) => encoding.Context.Count == 0 ? this : this with
    {
        Points = [.. Points.Select(encoding.InCurrentContext)],
        Counting = [.. Counting.Select(encoding.InCurrentContext)],
    };

    /// <summary>For each point the number of its source.</summary>
    public int[] SourcesIn(SourceTree tree) => [.. Sources.Select(tree.Of)];

    // A value that is not finite measures nothing.
    private static bool Succeeds(ObservedTrial trial) => trial.Values is { } values && values.All(double.IsFinite);
}
