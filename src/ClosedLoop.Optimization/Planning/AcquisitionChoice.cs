using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What a trial is valued by: as the campaign says, else by the shape of space, data and objectives; times whatever the data have to say of success, limits and cost.</summary>
internal sealed class AcquisitionChoice
{
    private const int Anchors = 512;
    private const int SamplePoints = 128;

    // Of the confidence bound, in standard deviations; the straddle's is the width of a 95 % interval (Bryan et al. 2005).
    private const double Optimism = 2;
    private const double StraddleWidth = 1.96;

    private readonly PlanningProblem _problem;
    private readonly EncodedSpace _space;
    private readonly LearntData _data;
    private readonly IReadOnlyList<ObjectiveModel> _models;
    private readonly IReadOnlyList<ChosenFactor> _factors;
    private readonly AcquisitionKind _kind;

    /// <param name="problem">What is wanted.</param>
    /// <param name="space">Where candidates come from.</param>
    /// <param name="data">What was observed.</param>
    /// <param name="models">One for each objective.</param>
    /// <param name="factors">What values are multiplied by.</param>
    public AcquisitionChoice(PlanningProblem problem, EncodedSpace space, LearntData data, IReadOnlyList<ObjectiveModel> models, IReadOnlyList<ChosenFactor> factors)
    {
        (_problem, _space, _data, _models, _factors) = (problem, space, data, models, factors);
        var wanted = problem.Options.Acquisition;
        Scalarizes = models.Count > 1 && wanted switch
        {
            AcquisitionKind.ActiveLearning or AcquisitionKind.Hypervolume => false,
            AcquisitionKind.Auto => !HypervolumePlan.Fits(problem.Objectives),
            _ => true,
        };
        _kind = wanted is not (AcquisitionKind.Auto or AcquisitionKind.Parego) ? wanted
            : models.Count > 1 && !Scalarizes ? AcquisitionKind.Hypervolume
            : space.Points is not null ? AcquisitionKind.ConfidenceBound
            : AcquisitionKind.ExpectedImprovement;
    }

    /// <summary>Whether several objectives are reduced to one anew for each candidate.</summary>
    public bool Scalarizes { get; }

    /// <summary>Whether an acquisition needs the joint distribution of a Gaussian process, which an average with a forest does not have.</summary>
    public static bool NeedsProcess(AcquisitionKind kind) => kind is AcquisitionKind.Thompson or AcquisitionKind.ActiveLearning;

    /// <summary>The plan for the models of all objectives, or for the one of a scalarization.</summary>
    /// <param name="models">One for each objective, or one of a scalarization.</param>
    /// <param name="number">Number of the proposal.</param>
    /// <param name="fantasies">Chance of draws.</param>
    public IAcquisitionPlan Plan(IReadOnlyList<ObjectiveModel> models, int number, RandomStream fantasies)
    {
        IAcquisitionFactor[] factors = [.. _factors.Select(factor => factor.Factor)];
        var probabilities = Array.FindAll(factors, factor => factor.IsProbability);
        if (factors.Length == 0)
        {
            return Value(models, Counting, null, number, fantasies);
        }

        if (IsSearching)
        {
            return new WeightedPlan(null, _data.Points, probabilities, null);
        }

        double Chance(double[] point) => Math.Exp(probabilities.Sum(factor => factor.Score([point])[0]));
        var value = Value(models, Counting, probabilities.Length == 0 ? null : Chance, number, fantasies);
        return new WeightedPlan(value, _data.Points, factors, Level(models, Counting));
    }

    /// <summary>The choice in words.</summary>
    public IReadOnlyList<string> Reasons =>
    [
        "acquisition: " + (IsSearching ? "the probability of meeting all limits alone, as no trial has met them yet" : Words()),
        .. _factors.Select(factor => factor.Reason),
    ];

    // Nothing counts yet, but it is known what makes it count.
    private bool IsSearching => _data.Counting.Count == 0 && _factors.Any(factor => factor.Factor.IsProbability)
        && _kind is not (AcquisitionKind.ActiveLearning or AcquisitionKind.LevelSet);

    private IReadOnlyList<double[]> Counting => _data.Counting.Count > 0 ? _data.Counting : _data.Points;

    private IAcquisitionPlan Value(IReadOnlyList<ObjectiveModel> models, IReadOnlyList<double[]> counting, Func<double[], double>? chance, int number, RandomStream fantasies)
    {
        var (first, target) = (models[0].Surrogate, models[0].Target);
        switch (_kind)
        {
            case AcquisitionKind.Hypervolume:
                return new HypervolumePlan(Believed(models, fantasies), counting, fantasies) { Chance = chance };
            case AcquisitionKind.ConfidenceBound:
                return new ConfidencePlan(first.Posterior, counting, target, Optimism, "ucb");
            case AcquisitionKind.LevelSet:
                return new ConfidencePlan(first.Posterior, counting, target, StraddleWidth, "straddle");
            case AcquisitionKind.Thompson:
                return new ThompsonPlan((GaussianProcess)first, counting, Sample(Anchors, (ulong)number), target, fantasies);
            case AcquisitionKind.ActiveLearning:
                return new LearningPlan([.. models.Select(model => (GaussianProcess)model.Surrogate)], Sample(SamplePoints, 0));
            default:
                return new ImprovementPlan(Believed(models, fantasies)[0], counting, target, fantasies) { IsProbability = _kind == AcquisitionKind.ProbabilityOfImprovement, Chance = chance };
        }
    }

    private static IPosterior[] Believed(IReadOnlyList<ObjectiveModel> models, RandomStream fantasies)
    {
        var noisy = IsNoisy(models);
        return [.. models.Select(model => model.Believed(noisy, Fantasies.Scenarios(models.Count), fantasies))];
    }

    // What a value without a zero of its own is measured from; null where values are logarithms.
    private double? Level(IReadOnlyList<ObjectiveModel> models, IReadOnlyList<double[]> counting)
    {
        if (_kind is not (AcquisitionKind.ConfidenceBound or AcquisitionKind.Thompson))
        {
            return _kind == AcquisitionKind.LevelSet ? 0 : null;
        }

        var means = new double[counting.Count];
        models[0].Surrogate.Posterior.Means(counting, means);
        return -means.Min(mean => models[0].Target is { } target ? Math.Abs(mean - target) : mean);
    }

    private IReadOnlyList<double[]> Sample(int count, ulong path)
    {
        if (_space.Points is { } rows)
        {
            return rows.Count <= count ? rows : [.. Enumerable.Range(0, count).Select(k => rows[(int)((long)k * rows.Count / count)])];
        }

        var stream = new RandomStream(_problem.Seed, StreamPurpose.Anchors, path);
        var sampler = new FeasibleSampler(_space, new SobolSequence(_space.Encoding.Uniforms, stream), stream);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next()).OfType<double[]>()];
    }

    private string Words()
    {
        var noisy = IsNoisy(_models) ? "; what noise leaves unknown of the best so far is integrated out" : "; noise is too small to matter";
        var name = _kind switch
        {
            AcquisitionKind.ConfidenceBound => "confidence bound" + (_problem.Options.Acquisition == AcquisitionKind.Auto ? ", which finds all good rows of a finite list of candidates" : ""),
            AcquisitionKind.ExpectedImprovement => "log expected improvement" + (_models[0].Target is null ? "" : " towards the target") + (Scalarizes ? "" : noisy),
            AcquisitionKind.ProbabilityOfImprovement => "log probability of improvement" + (Scalarizes ? "" : noisy),
            AcquisitionKind.Thompson => "the best of drawn surfaces (Thompson sampling)",
            AcquisitionKind.LevelSet => "the straddle, which learns where the objective crosses its target",
            AcquisitionKind.ActiveLearning => "the reduction of the variance integrated over the space",
            _ => $"log expected hypervolume improvement of {_models.Count} objectives{noisy}",
        };
        return !Scalarizes ? name
            : $"{name} of random scalarizations (ParEGO)" + (_problem.Options.Acquisition == AcquisitionKind.Auto ? ", as there are targets or more than four objectives" : "");
    }

    // Forests have no joint draws.
    private static bool IsNoisy(IReadOnlyList<ObjectiveModel> models) =>
        models.All(model => model.Surrogate is GaussianProcess) && models.Any(model => model.IsNoisy);
}
