using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class SourcePlanningTests
{
    private static readonly Source[] Two = [new() { Name = "cheap", Cost = 1 }, new() { Name = "dear", Cost = 10, IsTarget = true }];

    [Fact]
    public void Design_WithACheapSource_SharesTheCostAndMeasuresTheSamePoints()
    {
        var design = new BayesianPlanner().Propose(Problem(2, initial: 6), new(1, 15, [], [])).Candidates;
        design.Count(c => c.Source == "cheap").ShouldBe(12, "twice the trials at most");
        design.Count(c => c.Source == "dear").ShouldBe(3);
        design.Where(c => c.Source == "dear").ShouldAllBe(c => design.Any(other => other.Source == "cheap" && other.Candidate.Equals(c.Candidate)));
        design.Take(7).Select(c => c.Source).ShouldContain("dear", "the target is begun while the cheap source is still at work");
        design.ShouldAllBe(c => c.Origin == "sobol");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Design_InAnyBatchSize_IsTheSameSequence(int batch)
    {
        var problem = Problem(2, initial: 6);
        var whole = new BayesianPlanner().Propose(problem, new(1, 15, [], [])).Candidates;
        var pending = new List<ProposedCandidate>();
        for (var number = 1; pending.Count < 15; number++)
        {
            pending.AddRange(new BayesianPlanner().Propose(problem, Pending(new(number, Math.Min(batch, 15 - pending.Count), [], []), pending)).Candidates);
        }

        pending.Select(c => (c.Source, c.Candidate)).ShouldBe(whole.Select(c => (c.Source, c.Candidate)));
    }

    [Fact]
    public void Propose_AskedTwiceAndByAFreshInstance_GivesBitwiseTheSame()
    {
        var problem = Problem(2, initial: 6);
        var observed = Observe(problem, 15, Related);
        ProposedCandidate[] pending = [.. new BayesianPlanner().Propose(problem, new(16, 2, observed, [])).Candidates];
        var request = Pending(new(17, 3, observed, []), pending);
        var planner = new BayesianPlanner();
        var first = planner.Propose(problem, request);
        planner.Propose(problem, request with { Number = 18 });
        var second = planner.Propose(problem, request);
        var fresh = new BayesianPlanner().Propose(problem with { Space = Spaces.Box(2) }, request);
        foreach (var other in new[] { second, fresh })
        {
            other.Candidates.Select(c => (c.Candidate, c.Source, c.Acquisition, c.Predictions[0])).ShouldBe(first.Candidates.Select(c => (c.Candidate, c.Source, c.Acquisition, c.Predictions[0])));
            other.Model!.Hash.ShouldBe(first.Model!.Hash);
        }

        new BayesianPlanner().Retrain(problem, observed)!.Hash.ShouldBe(first.Model!.Hash);
    }

    [Fact]
    public void Propose_WithWorkPendingAtACheapSource_LooksElsewhere()
    {
        var problem = Problem(1, initial: 4);
        var observed = Observe(problem, 11, Related);
        var free = new BayesianPlanner().Propose(problem, new(12, 1, observed, [])).Candidates[0];
        var pended = new BayesianPlanner().Propose(problem, Pending(new(12, 1, observed, []), [free])).Candidates[0];
        (pended.Source == free.Source && Math.Abs(pended.Candidate["x0"].Number - free.Candidate["x0"].Number) < 0.01).ShouldBeFalse();
    }

    [Fact]
    public void Propose_WhereACandidateFailedAtACheapSource_MayStillMeasureItAtTheTarget()
    {
        var rows = Enumerable.Range(0, 5).Select(i => new Candidate([KeyValuePair.Create("x0", (ParameterValue)(i / 4.0))])).ToArray();
        var problem = Problem(1, initial: 4) with { Space = Spaces.Box(1) with { Table = rows } };
        List<ObservedTrial> observed = [.. rows.Select((row, i) => new ObservedTrial(i + 1, row, i == 2 ? null : Related(row, "cheap")) { Source = "cheap" })];
        observed.AddRange(rows.Take(2).Select((row, i) => new ObservedTrial(i + 6, row, Related(row, "dear")) { Source = "dear" }));
        var rest = new BayesianPlanner().Propose(problem, new(8, 5, observed, [])).Candidates;
        rest.Select(c => c.Source).ShouldBe(["dear", "dear", "dear"], "the cheap source has tried everything");
        rest.Select(c => c.Candidate).ShouldBe(rows.Skip(2), ignoreOrder: true);
    }

    [Fact]
    public void Propose_WithACheapSourceThatFollowsTheTarget_UsesItAndNeedsFewerTargetTrials()
    {
        // Forrester, Sóbester, Keane 2007: least at x = 0.757249, f = −6.020740.
        var problem = Problem(1, initial: 4);
        var (observed, model) = Run(problem, cost: 80, Related);
        observed.Where(trial => trial.Source == "dear").Min(trial => trial.Values![0]).ShouldBeLessThan(-6.01);
        observed.Count(trial => trial.Source == "dear").ShouldBeLessThanOrEqualTo(7);
        model.Reasons!.ShouldContain(reason => reason.Contains("the cheap ones are used"));
        model.Name.ShouldStartWith("gp-");
        model.HyperParameters.Keys.ShouldContain("y.cheap.noise");
    }

    [Fact]
    public void Propose_WithACheapSourceOfTheWrongSign_UsesItAllTheSame()
    {
        var (observed, _) = Run(Problem(1, initial: 4), cost: 80, (candidate, source) => [Forrester(candidate) * (source == "dear" ? 1 : -1)]);
        observed.Where(trial => trial.Source == "dear").Min(trial => trial.Values![0]).ShouldBeLessThan(-6.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Propose_WithACheapSourceThatMisleads_FallsBackToTheTargetAndSaysSo(int seed)
    {
        var problem = Problem(1, initial: 4) with { Seed = (ulong)seed };
        var (observed, model) = Run(problem, cost: 140, (candidate, source) => [source == "dear" ? Forrester(candidate) : 5 * Math.Sin(23 * candidate["x0"].Number)]);
        observed.Where(trial => trial.Source == "dear").Min(trial => trial.Values![0]).ShouldBeLessThan(-6.01);
        observed.Skip(observed.Count - 8).Count(trial => trial.Source == "cheap").ShouldBeLessThanOrEqualTo(2, "its use fades");
        model.Reasons!.ShouldContain(reason => reason.Contains("mislead"));
    }

    [Fact]
    public void Propose_WithTwoObjectivesOrFiveOrATarget_Answers()
    {
        Objective[] several = [.. Enumerable.Range(0, 5).Select(o => new Objective { Name = $"y{o}", Goal = o % 2 == 0 ? Goal.Minimize : Goal.Maximize })];
        Objective[][] wanted = [several[..2], several, [new() { Name = "y", Goal = Goal.Target, Target = 1 }]];
        foreach (var objectives in wanted)
        {
            var problem = Problem(2, initial: 6) with { Objectives = objectives };
            var observed = Observe(problem, 15, (c, source) => [.. objectives.Select((_, o) => Math.Sin((o + 2) * c["x0"].Number) + c["x1"].Number + (source == "dear" ? 0 : 0.1))]);
            var proposal = new BayesianPlanner().Propose(problem, new(16, 3, observed, []));
            proposal.Candidates.Count.ShouldBe(3);
            proposal.Candidates.ShouldAllBe(c => c.Predictions.Count == objectives.Length && c.Source != null);
        }
    }

    [Fact]
    public void Propose_WithoutAnyValueAtTheTarget_AsksForOne()
    {
        var problem = Problem(1, initial: 4);
        var observed = Observe(problem, 11, (candidate, source) => source == "dear" ? null : [Forrester(candidate)]);
        new BayesianPlanner().Propose(problem, new(12, 2, observed, [])).Candidates.ShouldAllBe(c => c.Source == "dear" && c.Origin == "sobol");
    }

    [Fact]
    public void Propose_WithASourceThatDoesNotExist_NamesIt() => Should.Throw<ArgumentException>(() => new BayesianPlanner().Propose(
        Problem(1, initial: 4), new(2, 1, [new(1, new Candidate([KeyValuePair.Create("x0", (ParameterValue)0.5)]), [1]) { Source = "lab" }], []))).Message.ShouldContain("'lab'");

    private static double[] Related(Candidate candidate, string source) =>
        [source == "dear" ? Forrester(candidate) : (0.5 * Forrester(candidate)) + (3 * (candidate["x0"].Number - 0.5)) - 5];

    private static double Forrester(Candidate candidate) => Math.Pow((6 * candidate["x0"].Number) - 2, 2) * Math.Sin((12 * candidate["x0"].Number) - 4);

    private static PlanningProblem Problem(int dimension, int initial) =>
        new(Spaces.Box(dimension), [new() { Name = "y", Goal = Goal.Minimize }], 7, initial, FailurePolicy.Skip) { Sources = Two };

    private static PlanningRequest Pending(PlanningRequest request, IReadOnlyList<ProposedCandidate> pending) =>
        request with { Pending = [.. pending.Select(c => c.Candidate)], PendingSources = [.. pending.Select(c => c.Source)] };

    private static ObservedTrial[] Observe(PlanningProblem problem, int count, Func<Candidate, string, double[]?> measure) =>
        [.. new BayesianPlanner().Propose(problem, new(1, count, [], [])).Candidates.Select((c, i) => new ObservedTrial(i + 1, c.Candidate, measure(c.Candidate, c.Source!)) { Source = c.Source })];

    private static (List<ObservedTrial> Observed, ModelSummary Model) Run(PlanningProblem problem, double cost, Func<Candidate, string, double[]> measure)
    {
        var planner = new BayesianPlanner();
        var observed = new List<ObservedTrial>();
        for (var spent = 0.0; spent < cost;)
        {
            var next = planner.Propose(problem, new(observed.Count + 1, 1, [.. observed], [])).Candidates[0];
            observed.Add(new(observed.Count + 1, next.Candidate, measure(next.Candidate, next.Source!)) { Source = next.Source });
            spent += problem.Sources.Single(source => source.Name == next.Source).Cost;
        }

        return (observed, planner.Retrain(problem, observed)!);
    }
}
