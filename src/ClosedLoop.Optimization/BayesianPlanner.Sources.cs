using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Planning with several sources: point and source by value for cost, as long as the cheap ones foretell the target.</summary>
public sealed partial class BayesianPlanner
{
    private readonly JointCache _joint = new();

    private ModelSummary? RetrainSources(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed)
    {
        var space = Encoded(problem);
        var tree = new SourceTree(problem.Sources);
        var data = LearntData.From(problem, space.Encoding, observed);
        var atTarget = LearntData.From(problem, space.Encoding, AtTarget(problem, observed));
        if (atTarget.Count == 0)
        {
            return null;
        }

        var choice = Choose(problem, space, tree, data, atTarget);
        return ModelReport.Whole(problem, AtTarget(problem, observed), choice.Models, choice.IsTrusted ? data : atTarget, space, Reasons(choice, problem, space, atTarget));
    }

    private Proposal ProposeFromSources(PlanningProblem problem, PlanningRequest request)
    {
        if (problem.Options.Acquisition != AcquisitionKind.Auto)
        {
            throw new ArgumentException($"with several sources candidates are valued by expected improvement for cost, not by {problem.Options.Acquisition}: leave the choice automatic", nameof(problem));
        }

        var space = Encoded(problem).At(ObservedContext.Current(problem.Space, request));
        var tree = new SourceTree(problem.Sources);
        if (request.PendingSources.Count != 0 && request.PendingSources.Count != request.Pending.Count)
        {
            throw new ArgumentException($"{request.Pending.Count} candidates are pending, but {request.PendingSources.Count} sources of them are named", nameof(request));
        }

        List<(Candidate Candidate, int Source)> pending = [.. request.Pending.Select((candidate, i) => (candidate, tree.Of(request.PendingSources.ElementAtOrDefault(i))))];
        var excluded = new HashSet<Candidate>[tree.Count];
        var tried = new int[tree.Count];
        for (var s = 0; s < tree.Count; s++)
        {
            Candidate[] there = [.. request.Observed.Where(trial => tree.Of(trial.Source) == s).Select(trial => trial.Candidate), .. pending.Where(p => p.Source == s).Select(p => p.Candidate)];
            excluded[s] = [.. there, .. there.Select(space.Canonical)];
            tried[s] = there.Length;
        }

        var data = LearntData.From(problem, space.Encoding, request.Observed);
        var atTarget = LearntData.From(problem, space.Encoding, AtTarget(problem, request.Observed));
        var proposed = new List<ProposedCandidate>();
        var isComplete = DesignSources(problem, request, tree, tried, excluded, atTarget.Count > 0, proposed);
        if (!isComplete || proposed.Count == request.Count)
        {
            return new(proposed, null);
        }

        pending.AddRange(proposed.Select(p => (p.Candidate, tree.Of(p.Source))));
        request = request with { Remaining = proposed.Aggregate(request.Remaining, (rest, p) => tree.After(rest, tree.Of(p.Source))) };
        var choice = Choose(problem, space, tree, data, atTarget);
        if (choice.IsTrusted)
        {
            ImproveFromSources(problem, request, space, tree, data, atTarget, choice, pending, excluded, proposed);
        }
        else
        {
            var count = request.Count - proposed.Count;
            var payable = request.Remaining is { } rest ? (int)Math.Min(count, Math.Floor((rest * (1 + 1e-9) / problem.Sources[tree.Target].Cost) + 1e-9)) : count;
            var alone = request with { Count = payable, Pending = [.. pending.Where(p => p.Source == tree.Target).Select(p => p.Candidate)] };
            var improved = new List<ProposedCandidate>();
            IAcquisitionOptimizer optimizer = space.Points is null ? new MultiStart(space, Region(problem, space, atTarget, choice.Alone)) : new RowScan(space);
            Improve(problem, alone, space, atTarget, choice.Alone, Choice(problem, space, atTarget.InCurrentContext(space.Encoding), choice.Alone), optimizer, excluded[tree.Target], improved);
            proposed.AddRange(improved.Select(candidate => candidate with { Source = tree.Names[tree.Target] }));
        }

        return new(proposed, ModelReport.Summarize(choice.Models, choice.IsTrusted ? data : atTarget, space, Reasons(choice, problem, space, atTarget)));
    }

    // The sources share one sequence, so that the target measures again what cheap ones measured: differences at equal points show best what they are to each other.
    private bool DesignSources(
        PlanningProblem problem,
        PlanningRequest request,
        SourceTree tree,
        int[] tried,
        HashSet<Candidate>[] excluded,
        bool isTargetKnown,
        List<ProposedCandidate> proposed)
    {
        var counts = tree.DesignCounts(problem.InitialTrials);
        var vetoed = Math.Max(0, request.Number - 1 - tried.Sum());
        var turns = Enumerable.Range(0, tree.Count)
            .SelectMany(s => Enumerable.Range(0, counts[s]).Select(k => (Source: s, Index: k, Turn: (k + 0.5) / counts[s])))
            .Where(turn => turn.Index >= tried[turn.Source])
            .OrderBy(turn => turn.Turn)
            .Select(turn => turn.Source)
            .ToList();
        if (!isTargetKnown)
        {
            // Without a value at the target there is nothing to improve upon.
            turns.AddRange(Enumerable.Repeat(tree.Target, Math.Max(0, request.Count - turns.Count)));
        }

        var next = tried.Select(count => count + vetoed).ToArray();
        var remaining = request.Remaining;
        foreach (var source in turns)
        {
            if (proposed.Count == request.Count || !tree.Affords(remaining, source))
            {
                continue;
            }

            Candidate? candidate;
            do
            {
                candidate = _design!.At(next[source]++) ?? FirstFree(excluded[source]);
            }
            while (candidate is not null && !excluded[source].Add(candidate));
            if (candidate is not null)
            {
                proposed.Add(new(candidate, [], null, "sobol") { Source = tree.Names[source] });
                remaining = tree.After(remaining, source);
            }
        }

        return isTargetKnown;
    }

    private void ImproveFromSources(
        PlanningProblem problem,
        PlanningRequest request,
        EncodedSpace space,
        SourceTree tree,
        LearntData data,
        LearntData atTarget,
        SourceChoice choice,
        List<(Candidate Candidate, int Source)> pending,
        HashSet<Candidate>[] excluded,
        List<ProposedCandidate> proposed)
    {
        IAcquisitionOptimizer optimizer = space.Points is null ? new MultiStart(space, null) : new RowScan(space);
        JointSurrogate[] surrogates = [.. choice.Joint.Select(model => (JointSurrogate)model.Surrogate)];
        var fantasies = new RandomStream(problem.Seed, StreamPurpose.Fantasies, (ulong)request.Number);
        var scalarized = choice.Joint.Count > 1 && !HypervolumePlan.Fits(problem.Objectives);
        IAcquisitionFactor[] factors = [.. Probabilities(problem, space, atTarget).Select(factor => factor.Factor)];
        List<(double[] Point, int Source)> pended = [.. pending.Select(p => (space.Encoding.Encode(p.Candidate), p.Source))];
        SourcePlan? plan = null;
        var remaining = request.Remaining;
        while (proposed.Count < request.Count)
        {
            if (plan is null || scalarized)
            {
                JointSurrogate[] used = scalarized ? [ScalarizedSources(problem, request.Number, proposed.Count, space, tree, data)] : surrogates;
                var now = atTarget.InCurrentContext(space.Encoding);
                plan = new SourcePlan([.. used.Select(surrogate => surrogate.Joint)], tree, data.InCurrentContext(space.Encoding).Points, now.Counting.Count > 0 ? now.Counting : now.Points, scalarized ? null : choice.Joint[0].Target, factors, fantasies);
                pended.ForEach(p => plan.Pend(p.Point, p.Source));
            }

            (ScoredCandidate Found, int Source, double Value, string Name)? best = null;
            var promising = plan.Promising();
            for (var s = 0; s < tree.Count; s++)
            {
                if (!tree.Affords(remaining, s))
                {
                    continue;
                }

                var stream = new RandomStream(problem.Seed, StreamPurpose.RawPoints, (ulong)request.Number, (ulong)proposed.Count);
                var acquisition = plan.Acquisition(s);
                double[][] there = [.. pended.Where(p => p.Source == s).Select(p => p.Point)];
                if (optimizer.Maximize(acquisition, promising, excluded[s], there, stream) is { } found
                    && found.Value - Math.Log(tree.Costs[s]) is var value && !(value <= best?.Value))
                {
                    best = (found, s, value, acquisition.Name);
                }
            }

            if (best is not { } chosen)
            {
                return;
            }

            var (candidate, point) = (chosen.Found.Candidate, chosen.Found.Point);
            excluded[chosen.Source].Add(candidate);
            pended.Add((point, chosen.Source));
            remaining = tree.After(remaining, chosen.Source);
            plan.Pend(point, chosen.Source);
            proposed.Add(new(
                candidate,
                [.. choice.Joint.Select((model, o) => chosen.Source == tree.Target ? model.Predict(point) : model.Restored(surrogates[o].Predict(point, chosen.Source)))],
                double.IsFinite(chosen.Value) ? chosen.Value : null,
                $"{chosen.Name}-per-cost")
            {
                Source = tree.Names[chosen.Source],
                Extrapolation = Extrapolation(choice.Joint, point),
            });
        }
    }

    private JointSurrogate ScalarizedSources(PlanningProblem problem, int number, int pick, EncodedSpace space, SourceTree tree, LearntData data)
    {
        var weights = ChebyshevScalarization.Weights(problem.Objectives.Count, number, new RandomStream(problem.Seed, StreamPurpose.Weights, (ulong)pick));
        var losses = ChebyshevScalarization.Scalarize(problem.Objectives, data.Values, weights);
        return _joint.Fit(
            new JointTold(data.Points, data.SourcesIn(tree), losses, space.Encoding.Groups, tree.Names, tree.Target), new AutoregressiveDiscrepancy(tree.Approximates), problem.Seed);
    }

    private SourceChoice Choose(PlanningProblem problem, EncodedSpace space, SourceTree tree, LearntData data, LearntData atTarget)
    {
        ISourceRelation[] relations = [new AutoregressiveDiscrepancy(tree.Approximates), new Coregionalization(tree.Count, tree.Target)];
        var told = new JointTold(data.Points, data.SourcesIn(tree), [], space.Encoding.Groups, tree.Names, tree.Target);
        var choice = SourceChoice.Of(
            Models(problem, space, atTarget),
            [
                .. problem.Objectives.Select((objective, o) =>
                {
                    var values = told with { Values = ObjectiveModel.Modelled(objective, data.Values[o]) };
                    return relations.Select(relation => new ObjectiveModel(objective, _joint.Fit(values, relation, problem.Seed))).ToArray();
                }),
            ]);
        return problem.Limits.Count > 0 && atTarget.Counting.Count == 0
            ? choice with { IsTrusted = false, Reason = "sources: the target alone, until a trial there meets all limits" }
            : choice;
    }

    private static ObservedTrial[] AtTarget(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed)
    {
        var tree = new SourceTree(problem.Sources);
        return [.. observed.Where(trial => tree.Of(trial.Source) == tree.Target)];
    }

    // Of success and of the limits, as the target tells them; costs are those of the sources.
    private IEnumerable<ChosenFactor> Probabilities(PlanningProblem problem, EncodedSpace space, LearntData atTarget) =>
        Factors(problem, space, atTarget).Where(factor => factor.Factor.IsProbability);

    private IReadOnlyList<string> Reasons(SourceChoice choice, PlanningProblem problem, EncodedSpace space, LearntData atTarget) => choice.IsTrusted
        ? [choice.Reason, SourcePlan.Reason, .. Probabilities(problem, space, atTarget).Select(factor => factor.Reason)]
        : [choice.Reason, .. Choice(problem, space, atTarget, choice.Alone).Reasons];
}
