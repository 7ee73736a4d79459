using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Plans by Bayesian optimization: a scrambled Sobol design first, then the candidates of highest acquisition value under a Gaussian process, one after
/// another, each knowing those before it and the trials in flight. Which kernel, model average and acquisition serve is chosen by the shape of space, data
/// and objectives, and said in <see cref="ModelSummary.Reasons"/>.
/// Answers depend on the arguments alone; the instance only remembers fits and encodings. One call at a time.
/// </summary>
public sealed partial class BayesianPlanner : IPlanner
{
    // Trees help where candidates are scanned; beyond this many rows they would take longer than all else.
    private const int MostAveraged = 100_000;

    private readonly SurrogateCache _surrogates = new();
    private EncodedSpace? _space;
    private DesignSequence? _design;
    private ulong _designSeed;

    /// <inheritdoc/>
    public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(observed);
        CheckOptions(problem);
        if (problem.Sources.Count > 1)
        {
            return RetrainSources(problem, observed);
        }

        var space = Encoded(problem);
        var data = LearntData.From(problem, space.Encoding, observed);
        if (data.Count == 0)
        {
            return null;
        }

        var models = Models(problem, space, data);
        return ModelReport.Whole(problem, observed, models, data, space, Choice(problem, space, data, models).Reasons);
    }

    /// <summary>
    /// Explains the surrogate that all observations so far give: which parameters matter, how each acts, why it predicts what it predicts at given candidates,
    /// and how far it can be believed. Takes from milliseconds to a few seconds. Null when there are too few observations to fit anything.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="observed">Ended trials in the order in which they ended.</param>
    /// <param name="candidates">Candidates whose predictions are to be explained; may be empty.</param>
    public ModelExplanation? Explain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed, IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(candidates);
        var space = Encoded(problem);
        if (Fitted(problem, space, observed) is not var (models, data))
        {
            return null;
        }

        return new(models[0].Surrogate.Name, data.Count, [.. models.Select(model => new Explanation(model, space, problem.Seed).Whole(candidates, data))]);
    }

    /// <summary>
    /// What the surrogate expects of measurements at given candidates, for each of them one prediction for each objective; null when there are too few
    /// observations to fit anything.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ObjectivePrediction>>? Predict(
        PlanningProblem problem,
        IReadOnlyList<ObservedTrial> observed,
        IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(candidates);
        var space = Encoded(problem).At(ObservedContext.Current(problem.Space, new(1, 0, observed, [])));
        if (Fitted(problem, space, observed) is not var (models, _))
        {
            return null;
        }

        return [.. candidates.Select(candidate => space.Encoding.Encode(candidate)).Select(point => models.Select(model => model.Predict(point)).ToArray())];
    }

    // With several sources the models are those of the target, fitted to all sources where these are believed.
    private (IReadOnlyList<ObjectiveModel> Models, LearntData Data)? Fitted(PlanningProblem problem, EncodedSpace space, IReadOnlyList<ObservedTrial> observed)
    {
        var isShared = problem.Sources.Count > 1;
        var data = LearntData.From(problem, space.Encoding, isShared ? AtTarget(problem, observed) : observed);
        return data.Count == 0 ? null
            : isShared ? (Choose(problem, space, new SourceTree(problem.Sources), LearntData.From(problem, space.Encoding, observed), data).Models, data)
            : (Models(problem, space, data), data);
    }

    /// <inheritdoc/>
    public Proposal Propose(PlanningProblem problem, PlanningRequest request)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Count);
        CheckOptions(problem);
        if (problem.Sources.Count > 1)
        {
            return ProposeFromSources(problem, request);
        }

        var space = Encoded(problem).At(ObservedContext.Current(problem.Space, request));
        var tried = request.Observed.Select(trial => trial.Candidate).Concat(request.Pending).ToArray();
        var excluded = new HashSet<Candidate>(tried);
        excluded.UnionWith(tried.Select(space.Canonical));
        var data = LearntData.From(problem, space.Encoding, request.Observed);
        var proposed = new List<ProposedCandidate>();
        var toDesign = data.Count == 0 ? request.Count : Math.Clamp(problem.InitialTrials - tried.Length, 0, request.Count);
        Design(request, toDesign, tried.Length, excluded, proposed);
        if (proposed.Count < toDesign || toDesign == request.Count)
        {
            return new(proposed, null);
        }

        var models = Models(problem, space, data);
        var choice = Choice(problem, space, data.InCurrentContext(space.Encoding), models);
        var region = Region(problem, space, data, models);
        IAcquisitionOptimizer optimizer = space.Points is null ? new MultiStart(space, region) : new RowScan(space);
        Improve(problem, request, space, data, models, choice, optimizer, excluded, proposed);
        return new(proposed, ModelReport.Summarize(models, data, space, [.. choice.Reasons, .. region is null ? [] : new[] { region.Reason }]));
    }

    private static void CheckOptions(PlanningProblem problem)
    {
        if (problem.Options.WhyNot(problem.Objectives) is { } reason)
        {
            throw new ArgumentException(reason, nameof(problem));
        }
    }

    private void Design(PlanningRequest request, int count, int tried, HashSet<Candidate> excluded, List<ProposedCandidate> proposed)
    {
        // Every answer that is accepted adds a trial, so more numbers than trials mean vetoed answers, which must not come back.
        var index = tried + Math.Max(0, request.Number - 1 - tried);
        for (; proposed.Count < count; index++)
        {
            if ((_design!.At(index) ?? FirstFree(excluded)) is not { } candidate)
            {
                return;
            }

            if (excluded.Add(candidate))
            {
                proposed.Add(new(candidate, [], null, "sobol"));
            }
        }
    }

    // The design of a finite space may run out by vetoes and injected trials while earlier points are still free.
    private Candidate? FirstFree(HashSet<Candidate> excluded) => _space!.Rows?.FirstOrDefault(row => !excluded.Contains(row));

    private void Improve(
        PlanningProblem problem,
        PlanningRequest request,
        EncodedSpace space,
        LearntData data,
        IReadOnlyList<ObjectiveModel> models,
        AcquisitionChoice choice,
        IAcquisitionOptimizer optimizer,
        HashSet<Candidate> excluded,
        List<ProposedCandidate> proposed)
    {
        var pending = request.Pending.Concat(proposed.Select(p => p.Candidate)).Select(space.Encoding.Encode).ToList();
        var fantasies = new RandomStream(problem.Seed, StreamPurpose.Fantasies, (ulong)request.Number);
        IAcquisitionPlan? plan = null;
        for (var pick = proposed.Count; pick < request.Count; pick++)
        {
            if (plan is null || choice.Scalarizes)
            {
                plan = choice.Plan(choice.Scalarizes ? [Scalarized(problem, request.Number, pick, space, data)] : models, request.Number, fantasies);
                pending.ForEach(plan.Pend);
            }

            var stream = new RandomStream(problem.Seed, StreamPurpose.RawPoints, (ulong)request.Number, (ulong)pick);
            var acquisition = plan.Acquisition();
            if (optimizer.Maximize(acquisition, plan.Promising, excluded, pending, stream) is not { } best)
            {
                return;
            }

            excluded.Add(best.Candidate);
            pending.Add(best.Point);
            plan.Pend(best.Point);
            proposed.Add(new(
                best.Candidate,
                [.. models.Select(each => each.Predict(best.Point))],
                double.IsFinite(best.Value) ? best.Value : null,
                choice.Scalarizes ? $"parego-{acquisition.Name}" : acquisition.Name)
            {
                Extrapolation = Extrapolation(models, best.Point),
            });
        }
    }

    // The objective that knows least of the place.
    private static Extrapolation Extrapolation(IReadOnlyList<ObjectiveModel> models, double[] point)
    {
        var each = models.Select(model => model.Extrapolation(point)).ToArray();
        return new(each.Max(one => one.OpenVariance), each.Max(one => one.Distance));
    }

    // A surrogate of its own for each scalarization: its maximum makes kinks that those of the objectives do not have.
    private ObjectiveModel Scalarized(PlanningProblem problem, int number, int pick, EncodedSpace space, LearntData data)
    {
        var stream = new RandomStream(problem.Seed, StreamPurpose.Weights, (ulong)pick);
        var weights = ChebyshevScalarization.Weights(problem.Objectives.Count, number, stream);
        var losses = ChebyshevScalarization.Scalarize(problem.Objectives, data.Values, weights);
        TrainingData told = new(data.Points, losses, space.Encoding.Groups) { Nominal = space.Encoding.Nominal };
        return new(new() { Name = "scalarized", Goal = Goal.Minimize }, _surrogates.Fit(told, Eligible(problem, space, false), problem.Seed));
    }

    private ObjectiveModel[] Models(PlanningProblem problem, EncodedSpace space, LearntData data) =>
    [
        .. problem.Objectives.Select((objective, o) => new ObjectiveModel(
            objective,
            _surrogates.Fit(
                data.Of(o, ObjectiveModel.Modelled(objective, data.Values[o]), space.Encoding),
                Eligible(problem, space, problem.Objectives.Count == 1 && objective.Goal != Goal.Target),
                problem.Seed))),
    ];

    // A target's distances, and what is weighed against other objectives, are meant in the objective's own unit, so values are transformed for a single goal only.
    private static SurrogateChoice Eligible(PlanningProblem problem, EncodedSpace space, bool transforms) =>
        AcquisitionChoice.NeedsProcess(problem.Options.Acquisition)
            ? new(SurrogateKind.GaussianProcess, false, transforms)
            : new(problem.Options.Surrogate, space.Points is { Count: <= MostAveraged }, transforms);

    // Only where one surface is searched for its best: what learns of the whole space, or of where limits are met, must see all of it.
    private static TrustRegion? Region(PlanningProblem problem, EncodedSpace space, LearntData data, IReadOnlyList<ObjectiveModel> models) =>
        !TrustRegion.Helps(space.Encoding.Continuous.Count) || models is not [{ Surrogate: GaussianProcess process } model] || problem.Limits.Count > 0
            || problem.Options.Acquisition is AcquisitionKind.LevelSet or AcquisitionKind.ActiveLearning
            ? null
            : TrustRegion.Of(
                data.Points,
                [.. data.Values[0].Select(model.Objective.Loss)],
                problem.InitialTrials,
                [.. space.Encoding.Groups.Select(group => process.Parameters.LengthScales[group])]);

    private AcquisitionChoice Choice(PlanningProblem problem, EncodedSpace space, LearntData data, IReadOnlyList<ObjectiveModel> models) =>
        new(problem, space, data, models, Factors(problem, space, data));

    private IReadOnlyList<ChosenFactor> Factors(PlanningProblem problem, EncodedSpace space, LearntData data)
    {
        var encoding = space.Encoding;
        return FactorChoice.Choose(problem, data, encoding.Groups, output => _surrogates.Fit(
            new(output.Points, output.Values, encoding.Groups) { Nominal = encoding.Nominal }, Eligible(problem, space, false), problem.Seed));
    }

    private EncodedSpace Encoded(PlanningProblem problem)
    {
        if (_space is null || !ReferenceEquals(_space.Space, problem.Space) || _designSeed != problem.Seed)
        {
            var space = new EncodedSpace(problem.Space);
            if (Feasibility.WhyEmpty(space) is { } reason)
            {
                throw new InfeasibleSpaceException(reason);
            }

            _space = space;
            _design = new DesignSequence(_space, problem.Seed);
            _designSeed = problem.Seed;
        }

        return _space;
    }
}
