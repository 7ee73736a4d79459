using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class BayesianPlannerTests
{
    private static readonly Objective Yield = new() { Name = "yield", Goal = Goal.Maximize };

    [Fact]
    public void Propose_AskedTwiceAndByAFreshInstance_GivesBitwiseTheSame()
    {
        var problem = Problem(Spaces.Everything(), initial: 3);
        var observed = Observe(problem, 9, c => [c["speed"].Number + Math.Log(c["heat"].Number)]);
        var request = new PlanningRequest(7, 3, observed, [new BayesianPlanner().Propose(problem, new(1, 12, [], [])).Candidates[10].Candidate]);
        var planner = new BayesianPlanner();
        var first = planner.Propose(problem, request);
        planner.Propose(problem, request with { Number = 8 });
        var second = planner.Propose(problem, request);
        var fresh = new BayesianPlanner().Propose(problem with { Space = Spaces.Everything() }, request);
        Text(second).ShouldBe(Text(first));
        Text(fresh).ShouldBe(Text(first));
        first.Model!.Hash.ShouldBe(new BayesianPlanner().Retrain(problem, observed)!.Hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Design_InAnyBatchSize_IsTheSameSequence(int batch)
    {
        var problem = Problem(Spaces.Everything(), initial: 8);
        var whole = new BayesianPlanner().Propose(problem, new(1, 8, [], [])).Candidates;
        var pending = new List<Candidate>();
        for (var number = 1; pending.Count < 8; number++)
        {
            var part = new BayesianPlanner().Propose(problem, new(number, Math.Min(batch, 8 - pending.Count), [], [.. pending]));
            part.Model.ShouldBeNull();
            pending.AddRange(part.Candidates.Select(c => c.Candidate));
        }

        pending.ShouldBe(whole.Select(c => c.Candidate));
        whole.ShouldAllBe(c => c.Origin == "sobol" && c.Acquisition == null && c.Predictions.Count == 0);
    }

    [Fact]
    public void Design_AfterAVetoedProposal_DoesNotComeBack()
    {
        var problem = Problem(Spaces.Box(2), initial: 5);
        var first = new BayesianPlanner().Propose(problem, new(1, 1, [], [])).Candidates[0].Candidate;
        new BayesianPlanner().Propose(problem, new(2, 1, [], [])).Candidates[0].Candidate.ShouldNotBe(first);
    }

    [Fact]
    public void Propose_AcrossTheEndOfTheDesign_GivesBothKinds()
    {
        var problem = Problem(Spaces.Box(2), initial: 5);
        var proposal = new BayesianPlanner().Propose(problem, new(4, 3, Observe(problem, 4, c => [c["x0"].Number]), []));
        proposal.Candidates.Select(c => c.Origin).ShouldBe(["sobol", "logNEI", "logNEI"], "four measurements cannot exclude noise");
        proposal.Candidates[1].Predictions.Single().Objective.ShouldBe("yield");
        proposal.Model.ShouldNotBeNull();
    }

    [Fact]
    public void Propose_BeyondTheDesign_SaysHowFarItExtrapolates()
    {
        var problem = Problem(Spaces.Box(1), initial: 3);

        // All data in a corner: what is proposed lies outside, and nearer points are better known.
        var observed = Enumerable.Range(0, 8).Select(i => new ObservedTrial(i + 1, Point(("x0", 0.01 * i)), [Math.Sin(40 * 0.01 * i)])).ToArray();
        var proposed = new BayesianPlanner().Propose(problem, new(9, 1, observed, [])).Candidates.Single();
        proposed.Extrapolation.ShouldNotBeNull();
        proposed.Extrapolation.Distance.ShouldBeInRange(0.01, 1);
        proposed.Predictions[0].Lower!.Value.ShouldBeLessThan(proposed.Predictions[0].Mean);
        proposed.Predictions[0].Upper!.Value.ShouldBeGreaterThan(proposed.Predictions[0].Mean);

        var surrogate = new ObjectiveModel(Yield, GaussianProcess.At(new([[0.1], [0.2]], [0.5, 0.7], [0]), new([0.1], 2, 1e-6, 0)));
        var (near, far) = (surrogate.Extrapolation([0.1]), surrogate.Extrapolation([0.9]));
        near.ShouldBe(new Extrapolation(0, 0), "a measured point");
        far.OpenVariance.ShouldBe(1, 1e-3);
        far.Distance.ShouldBe(1, 1e-3);

        // Truth: the textbook's latent variance over the prior's, and the kernel by hand.
        var between = surrogate.Extrapolation([0.3]);
        between.OpenVariance.ShouldBe(Textbook.Predict(new([[0.1], [0.2]], [0.5, 0.7], [0]), new([0.1], 2, 1e-6, 0), [0.3]).Variance / 2, 1e-4);
        between.Distance.ShouldBe(Math.Sqrt(1 - (Textbook.Matern([0.2], [0.3], [0.1], [0], 2) / 2)), 1e-4);
        between.IsFar.ShouldBeTrue();
    }

    [Fact]
    public void Propose_WithItsAnswerPending_ProposesAnother()
    {
        var problem = Problem(Spaces.Box(2), initial: 3);
        var observed = Observe(problem, 8, c => [-Math.Pow(c["x0"].Number - 0.3, 2) - Math.Pow(c["x1"].Number - 0.6, 2)]);
        var first = new BayesianPlanner().Propose(problem, new(9, 1, observed, [])).Candidates[0].Candidate;
        var second = new BayesianPlanner().Propose(problem, new(9, 1, observed, [first])).Candidates[0].Candidate;
        var distance = Math.Abs(first["x0"].Number - second["x0"].Number) + Math.Abs(first["x1"].Number - second["x1"].Number);
        distance.ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Propose_OnATable_NeverRepeatsAndEndsWhenItIsExhausted()
    {
        var rows = Enumerable.Range(0, 23).Select(i => Point(("x0", i / 23.0), ("x1", i * 7 % 23 / 23.0))).ToArray();
        Exhaust(Spaces.Box(2) with { Table = rows }, 23);
    }

    [Fact]
    public void Propose_OnAGrid_NeverRepeatsAndEndsWhenItIsExhausted() => Exhaust(
        new()
        {
            Parameters = [new IntegerParameter { Name = "x0", Lower = 1, Upper = 5 }, new CategoricalParameter { Name = "c", Levels = ["a", "b"] }, new CompositionParameter { Name = "m", Step = 0.5, Parts = [new("u", 0, 1), new("v", 0, 1)] }],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 1, ["u"] = 1 }, Relation.AtMost, 5)],
        },
        26);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public void Propose_InRandomConstrainedSpaces_GivesDistinctFeasibleCandidates(int seed)
    {
        var space = Spaces.Random(seed);
        var problem = Problem(space, initial: 4);
        var planner = new BayesianPlanner();
        var observed = new List<ObservedTrial>();
        for (var number = 1; number <= 4; number++)
        {
            var proposal = planner.Propose(problem, new(number, 3, observed, []));
            foreach (var candidate in proposal.Candidates.Select(c => c.Candidate))
            {
                space.WhyNot(candidate).ShouldBeNull();
                observed.Select(trial => trial.Candidate).ShouldNotContain(candidate);
                observed.Add(new(observed.Count + 1, candidate, [candidate.Values.Sum(v => v.Value.IsNumber ? Math.Sin(v.Value.Number) : 0.1)]));
            }
        }

        observed.Count.ShouldBeGreaterThanOrEqualTo(space.Parameters.All(p => p is CategoricalParameter) ? 3 : 4);
    }

    [Fact]
    public void Propose_WithAnActiveConstraint_ReachesTheConstrainedOptimum()
    {
        // Maximize x + 2y subject to x + y ≤ 1: the optimum is (0, 1).
        var space = Spaces.Box(2) with { Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 1, ["x1"] = 1 }, Relation.AtMost, 1)] };
        var problem = Problem(space, initial: 4);
        var observed = Run(problem, 14, c => [c["x0"].Number + (2 * c["x1"].Number)]);
        observed.Max(trial => trial.Values![0]).ShouldBeGreaterThan(1.98);
    }

    [Theory]
    [InlineData(FailurePolicy.Skip)]
    [InlineData(FailurePolicy.Penalty)]
    public void Propose_WithFailedTrials_LearnsAsThePolicySays(FailurePolicy policy)
    {
        var problem = Problem(Spaces.Box(1), initial: 2) with { OnFailure = policy };
        ObservedTrial[] observed = [new(1, Point(("x0", 0.2)), [1]), new(2, Point(("x0", 0.5)), [3]), new(3, Point(("x0", 0.9)), null), new(4, Point(("x0", 0.95)), [double.NaN])];
        new BayesianPlanner().Retrain(problem, observed)!.Observations.ShouldBe(policy == FailurePolicy.Penalty ? 4 : 2);
        var candidate = new BayesianPlanner().Propose(problem, new(5, 1, observed, [])).Candidates[0].Candidate;
        observed.Select(trial => trial.Candidate).ShouldNotContain(candidate);
    }

    [Fact]
    public void FailedTrial_ThatTeachesOtherThanDeclared_IsLearntSo()
    {
        var problem = Problem(Spaces.Box(1), initial: 2) with { OnFailure = FailurePolicy.Penalty };
        ObservedTrial[] observed =
        [
            new(1, Point(("x0", 0.2)), [1]),
            new(2, Point(("x0", 0.5)), [3]),
            new(3, Point(("x0", 0.9)), null),
            new(4, Point(("x0", 0.95)), null) { Teaches = FailurePolicy.Skip },
            new(5, Point(("x0", 0.99)), null) { Teaches = FailurePolicy.Learn },
        ];

        new BayesianPlanner().Retrain(problem, observed)!.Observations.ShouldBe(3);
        var data = LearntData.From(problem, SpaceEncoding.Of(problem.Space), observed);
        data.Failed.Count.ShouldBe(1);
    }

    [Fact]
    public void Propose_WhenEveryTrialFailed_GoesOnWithTheDesign()
    {
        var problem = Problem(Spaces.Box(1), initial: 1);
        ObservedTrial[] observed = [new(1, Point(("x0", 0.2)), null), new(2, Point(("x0", 0.5)), null)];
        var proposal = new BayesianPlanner().Propose(problem, new(3, 2, observed, []));
        proposal.Candidates.Select(c => c.Origin).ShouldBe(["sobol", "sobol"]);
        new BayesianPlanner().Retrain(problem, observed).ShouldBeNull();
    }

    [Theory]
    [InlineData("one", new[] { 3.0 })]
    [InlineData("constant", new[] { 3.0, 3, 3, 3 })]
    [InlineData("zero", new[] { 0.0, 0, 0 })]
    [InlineData("huge", new[] { 1e300, -1e300, 1e299, 5 })]
    [InlineData("tiny", new[] { 1e-300, 2e-300, 3e-300 })]
    [InlineData("nearlyConstant", new[] { 1.0, 1 + 2e-16, 1, 1 })]
    [InlineData("outlier", new[] { 1.0, 1.1, 1e12, 0.9 })]
    public void Propose_OnDegenerateValues_StaysValid(string name, double[] values)
    {
        foreach (var duplicated in new[] { false, true })
        {
            var problem = Problem(Spaces.Box(2), initial: 1);
            ObservedTrial[] observed = [.. values.Select((v, i) => new ObservedTrial(i + 1, duplicated ? Point(("x0", 0.5), ("x1", 0.5)) : Point(("x0", i / 5.0), ("x1", i * i / 25.0)), [v]))];
            var proposal = new BayesianPlanner().Propose(problem, new(9, 2, observed, [Point(("x0", 0.5), ("x1", 0.5))]));
            proposal.Candidates.Count.ShouldBe(2, name);
            proposal.Candidates.ShouldAllBe(c => problem.Space.WhyNot(c.Candidate) == null);
            proposal.Model!.Diagnostics.Values.ShouldAllBe(v => double.IsFinite(v));
            proposal.Model.HyperParameters.Values.ShouldAllBe(v => double.IsFinite(v));
            proposal.Candidates.ShouldAllBe(c => double.IsFinite(c.Predictions[0].Mean));
        }
    }

    [Fact]
    public void Retrain_ReportsHyperParametersAndDiagnosticsByName()
    {
        var problem = Problem(Spaces.Box(2), initial: 2);
        var model = new BayesianPlanner().Retrain(problem, Observe(problem, 12, c => [100 * c["x0"].Number]))!;
        model.Name.ShouldBe("gp-se-ard", "a straight line is as smooth as functions get");
        model.HyperParameters.Keys.ShouldBe(["yield.lengthscale.x0", "yield.lengthscale.x1", "yield.signal", "yield.noise", "yield.mean"], ignoreOrder: true);
        model.Diagnostics.Keys.ShouldContain("yield.loo.coverage95");
        model.Diagnostics["yield.loo.rmse"].ShouldBeLessThan(5);
        model.Hash.Length.ShouldBe(64);
    }

    [Fact]
    public void Predictions_NearAnObservation_AreInTheObjectivesUnit()
    {
        var problem = Problem(Spaces.Box(1), initial: 2);
        var observed = Observe(problem, 12, c => [500 + (100 * c["x0"].Number)]);
        var proposed = new BayesianPlanner().Propose(problem, new(13, 1, observed, [])).Candidates[0];
        proposed.Predictions[0].Mean.ShouldBe(500 + (100 * proposed.Candidate["x0"].Number), 5);
        proposed.Predictions[0].StandardDeviation.ShouldBeInRange(0, 10);
    }

    [Fact]
    public void Run_OnBranin_ComesNearTheOptimum()
    {
        var regrets = new ulong[] { 1, 2, 3 }.Select(seed => Run(Branin(seed), 30, c => [BraninValue(c)]).Min(t => t.Values![0]) - 0.397887).Order().ToArray();
        regrets[1].ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Run_InBatchesOfFour_ComesNearTheOptimumToo()
    {
        var regrets = new ulong[] { 1, 2, 3 }.Select(seed => Run(Branin(seed), 40, c => [BraninValue(c)], 4).Min(t => t.Values![0]) - 0.397887).Order().ToArray();
        regrets[1].ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Run_TowardsATarget_MeetsIt()
    {
        var problem = Problem(Spaces.Box(2), initial: 4) with { Objectives = [new() { Name = "gap", Goal = Goal.Target, Target = 1.3 }] };
        var observed = Run(problem, 16, c => [(3 * c["x0"].Number * c["x0"].Number) - c["x1"].Number]);
        observed.Min(trial => Math.Abs(trial.Values![0] - 1.3)).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Run_WithTwoObjectives_FindsASpreadOfCompromises()
    {
        // Distances from two points: compromises lie between them.
        var problem = Problem(Spaces.Box(2), initial: 5) with { Objectives = [new() { Name = "a", Goal = Goal.Minimize }, new() { Name = "b", Goal = Goal.Minimize }] };
        var observed = Run(problem, 25, c => [Math.Pow(c["x0"].Number - 0.2, 2) + Math.Pow(c["x1"].Number - 0.5, 2), Math.Pow(c["x0"].Number - 0.8, 2) + Math.Pow(c["x1"].Number - 0.5, 2)]);
        var near = observed.Where(t => Math.Abs(t.Candidate["x1"].Number - 0.5) < 0.1).ToArray();
        near.ShouldContain(t => t.Values![0] < 0.03);
        near.ShouldContain(t => t.Values![1] < 0.03);
        near.ShouldContain(t => t.Values![0] < 0.15 && t.Values[1] < 0.15);
    }

    [Fact]
    public void Propose_ByAPlannerThatSawTheWholeSequence_EqualsAFreshOnes()
    {
        var stream = Samples.Stream(6);
        var problem = Problem(Spaces.Box(2), initial: 4);
        var observed = Observe(problem, 40, c => [Math.Sin(7 * c["x0"].Number) + c["x1"].Number + (0.05 * stream.NextNormal())]);
        var seasoned = new BayesianPlanner();
        for (var n = 5; n < 40; n += 7)
        {
            seasoned.Retrain(problem, observed[..n]);
        }

        var request = new PlanningRequest(41, 2, observed, []);
        Text(seasoned.Propose(problem, request)).ShouldBe(Text(new BayesianPlanner().Propose(problem, request)));
    }

    [Theory]
    [InlineData("one", "logEI")]
    [InlineData("noisy", "logNEI")]
    [InlineData("two", "logEHVI")]
    [InlineData("noisyTwo", "logNEHVI")]
    [InlineData("three", "logEHVI")]
    [InlineData("withTarget", "parego-log")]
    [InlineData("five", "parego-log")]
    [InlineData("table", "ucb")]
    public void Propose_ChoosesByShapeAndSaysSo(string shape, string origin)
    {
        var stream = Samples.Stream(4);
        var noise = shape.StartsWith("noisy", StringComparison.Ordinal) ? 0.3 : 0;
        var goals = shape switch
        {
            "two" or "noisyTwo" => [Goal.Minimize, Goal.Maximize],
            "three" => [Goal.Minimize, Goal.Maximize, Goal.Minimize],
            "withTarget" => [Goal.Minimize, Goal.Target],
            "five" => [Goal.Minimize, Goal.Maximize, Goal.Minimize, Goal.Maximize, Goal.Minimize],
            _ => (Goal[])[Goal.Minimize],
        };
        var rows = Enumerable.Range(0, 60).Select(i => Point(("x0", i / 60.0), ("x1", i * 7 % 60 / 60.0))).ToArray();
        var problem = Problem(shape == "table" ? Spaces.Box(2) with { Table = rows } : Spaces.Box(2), initial: 4) with
        {
            Objectives = [.. goals.Select((goal, o) => new Objective { Name = $"y{o}", Goal = goal, Target = goal == Goal.Target ? 0.5 : null })],
        };
        var observed = Observe(problem, 50, c => [.. goals.Select((_, o) => Math.Sin((3 * c["x0"].Number) + o) + (c["x1"].Number * o) + (noise * stream.NextNormal()))]);
        var proposal = new BayesianPlanner().Propose(problem, new(51, 2, observed, [Point(("x0", 0.5), ("x1", 0.5))]));
        proposal.Candidates.ShouldAllBe(c => (c.Origin == origin || (origin.EndsWith("log", StringComparison.Ordinal) && c.Origin.StartsWith(origin, StringComparison.Ordinal))) && c.Predictions.Count == goals.Length);
        proposal.Model!.Reasons!.Count.ShouldBe(goals.Length + 1);
        proposal.Model.Reasons[^1].ShouldStartWith("acquisition: ");
    }

    private static void Exhaust(SearchSpace space, int size)
    {
        var problem = Problem(space, initial: 4);
        var planner = new BayesianPlanner();
        var observed = new List<ObservedTrial>();
        for (var number = 1; observed.Count < size; number++)
        {
            var proposal = planner.Propose(problem, new(number, 4, observed, []));
            proposal.Candidates.Count.ShouldBe(Math.Min(4, size - observed.Count));
            foreach (var proposed in proposal.Candidates)
            {
                observed.Select(trial => trial.Candidate).ShouldNotContain(proposed.Candidate);
                observed.Add(new(observed.Count + 1, proposed.Candidate, observed.Count % 5 == 4 ? null : [proposed.Candidate["x0"].Number]));
            }
        }

        planner.Propose(problem, new(99, 4, observed, [])).Candidates.ShouldBeEmpty();
    }

    private static PlanningProblem Problem(SearchSpace space, int initial) => new(space, [Yield], 42, initial, FailurePolicy.Skip);

    private static PlanningProblem Branin(ulong seed) => new(
        new() { Parameters = [new ContinuousParameter { Name = "x", Lower = -5, Upper = 10 }, new ContinuousParameter { Name = "y", Lower = 0, Upper = 15 }] },
        [new() { Name = "f", Goal = Goal.Minimize }],
        seed,
        6,
        FailurePolicy.Skip);

    private static double BraninValue(Candidate c)
    {
        var (x, y) = (c["x"].Number, c["y"].Number);
        return Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static List<ObservedTrial> Run(PlanningProblem problem, int budget, Func<Candidate, double[]> measure, int batch = 1)
    {
        var planner = new BayesianPlanner();
        var observed = new List<ObservedTrial>();
        for (var number = 1; observed.Count < budget; number++)
        {
            foreach (var proposed in planner.Propose(problem, new(number, batch, [.. observed], [])).Candidates)
            {
                problem.Space.WhyNot(proposed.Candidate).ShouldBeNull();
                observed.Add(new(observed.Count + 1, proposed.Candidate, measure(proposed.Candidate)));
            }
        }

        return observed;
    }

    private static ObservedTrial[] Observe(PlanningProblem problem, int count, Func<Candidate, double[]> measure) =>
        [.. new BayesianPlanner().Propose(problem with { InitialTrials = count }, new(1, count, [], [])).Candidates.Select((c, i) => new ObservedTrial(i + 1, c.Candidate, measure(c.Candidate)))];

    private static Candidate Point(params (string Key, double Value)[] values) => new(values.Select(v => KeyValuePair.Create(v.Key, (ParameterValue)v.Value)));

    private static string Text(Proposal proposal) => System.Text.Json.JsonSerializer.Serialize(proposal);
}
