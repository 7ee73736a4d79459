using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class AcquisitionChoiceTests
{
    private static readonly PlanningProblem Valley = new(Spaces.Box(2), [new() { Name = "y", Goal = Goal.Minimize }], 3, 6, FailurePolicy.Skip);

    /// <summary>The least value lies at the edge of a region where every trial fails.</summary>
    [Fact]
    public void LearntFailures_AreAvoidedAndStillThePlaceIsFound()
    {
        static bool Fails(double[] x) => x[0] > 0.55;
        var learnt = Run(Valley with { OnFailure = FailurePolicy.Learn }, 26, x => Fails(x) ? null : [Bowl(x, 0.8)]);
        var skipped = Run(Valley, 26, x => Fails(x) ? null : [Bowl(x, 0.8)]);
        static double[] Failed(IEnumerable<ObservedTrial> trials) => [.. trials.Skip(6).Where(trial => trial.Values is null).Select(trial => Numbers(trial.Candidate)[0])];
        Failed(learnt).Length.ShouldBeLessThan(Failed(skipped).Length);

        // Many of those that still fail enclose the edge, where the best is: one side of it is as near as the other.
        Failed(learnt).Count(x => x < 0.61).ShouldBeGreaterThan(4);
        learnt.Min(trial => trial.Values?[0]).ShouldNotBeNull().ShouldBeLessThan(Bowl([0.55, 0.8], 0.8) + 0.02);
        skipped.Min(trial => trial.Values?[0]).ShouldNotBeNull().ShouldBeGreaterThan(Bowl([0.55, 0.8], 0.8) + 0.02);
    }

    /// <summary>Only the half above the diagonal counts, which is learnt from a measured output; the best of it is (.3, .7), worth .08.</summary>
    [Fact]
    public void Limits_AreLearntAndMet()
    {
        var problem = Valley with { Limits = [new("margin", 0.4, null)] };
        static double Margin(double[] x) => x[1] - x[0];
        var trials = Run(problem, 26, x => [Bowl(x, 0.5)], x => [Margin(x)]);
        trials.Where(trial => trial.Limited![0] >= 0.4).Min(trial => trial.Values![0]).ShouldBeInRange(0.08, 0.083);
    }

    [Fact]
    public void Limits_WithoutATrialThatMeetsThem_AreSoughtAlone()
    {
        var problem = Valley with { Limits = [new("depth", null, 0.01)] };
        static double Depth(double[] x) => Bowl(x, 0.93);
        var trials = Run(problem, 14, x => [x[0]], x => [Depth(x)]);
        trials.ShouldContain(trial => trial.Limited![0] <= 0.01);
        var far = trials.TakeWhile(trial => trial.Limited![0] > 0.01).ToArray();
        var proposal = new BayesianPlanner().Propose(problem, new(20, 1, far, []));
        proposal.Candidates[0].Origin.ShouldBe("feasibility");
        proposal.Model!.Reasons!.ShouldContain(reason => reason.Contains("no trial has met them", StringComparison.Ordinal));
    }

    [Fact]
    public void LevelSet_TriesWhereTheLevelIsCrossed()
    {
        var problem = Valley with { Objectives = [new() { Name = "y", Goal = Goal.Target, Target = 0.1 }], Options = new() { Acquisition = AcquisitionKind.LevelSet } };
        var trials = Run(problem, 30, x => [Bowl(x, 0.5)]);

        // A circle of radius √.1: seen from its centre, trials near it leave no quarter out.
        var near = trials.Skip(6).Where(trial => Math.Abs(trial.Values![0] - 0.1) < 0.03).ToArray();
        near.Length.ShouldBeGreaterThan(10);
        near.Select(trial => (trial.Candidate["x0"].Number > 0.5, trial.Candidate["x1"].Number > 0.5)).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void ActiveLearning_KnowsTheWholeSurfaceBetterThanTheSearchForItsLeast()
    {
        static double Wavy(double[] x) => Math.Sin(7 * x[0]) + Math.Cos(5 * x[1]);
        var stream = Samples.Stream(9);
        double[][] everywhere = [.. Enumerable.Range(0, 200).Select(_ => Samples.Point(2, stream))];
        double Error(AcquisitionKind kind)
        {
            var trials = Run(Valley with { Options = new() { Acquisition = kind } }, 24, x => [Wavy(x)]);
            TrainingData told = new([.. trials.Select(trial => Numbers(trial.Candidate))], [.. trials.Select(trial => trial.Values![0])], [0, 1]);
            var posterior = new SurrogateCache().Fit(told, SurrogateChoice.Process, 1);
            var means = new double[everywhere.Length];
            posterior.Posterior.Predict(everywhere, means, new double[means.Length]);
            return Math.Sqrt(everywhere.Select((x, i) => Math.Pow(posterior.Scale.Restore(means[i]) - Wavy(x), 2)).Average());
        }

        Error(AcquisitionKind.ActiveLearning).ShouldBeLessThan(Error(AcquisitionKind.ExpectedImprovement));
    }

    [Theory]
    [InlineData(AcquisitionKind.ProbabilityOfImprovement, "PI")]
    [InlineData(AcquisitionKind.ConfidenceBound, "ucb")]
    [InlineData(AcquisitionKind.Thompson, "thompson")]
    [InlineData(AcquisitionKind.ExpectedImprovement, "EI")]
    public void EachKind_FindsTheLeastOfABowl(AcquisitionKind kind, string origin)
    {
        var problem = Valley with { Options = new() { Acquisition = kind } };
        var trials = Run(problem, 22, x => [Bowl(x, 0.37)]);
        trials.Min(trial => trial.Values![0]).ShouldBeLessThan(0.01);
        new BayesianPlanner().Propose(problem, new(30, 1, trials, [])).Candidates[0].Origin.ShouldEndWith(origin);
    }

    /// <summary>Two equal valleys, in one of which a trial costs thirty times as much.</summary>
    [Fact]
    public void Costs_ThatDiffer_MakeTheCheapValleyTheFirst()
    {
        static double TwoValleys(double[] x) => Math.Min(Bowl(x, 0.2), Bowl(x, 0.8));
        static double Cost(double[] x) => Math.Exp(4 * x[0]);
        var trials = Run(Valley, 20, x => [TwoValleys(x)], cost: Cost);
        var plain = Run(Valley, 20, x => [TwoValleys(x)]);
        Spent(trials).ShouldBeLessThan(0.8 * Spent(plain));
        trials.Min(trial => trial.Values![0]).ShouldBeLessThan(0.01);
        static double Spent(IEnumerable<ObservedTrial> trials) => trials.Skip(6).Sum(trial => Cost(Numbers(trial.Candidate)));
    }

    [Fact]
    public void Costs_ThatAreAllAlike_ChangeNothing() =>
        Run(Valley, 9, x => [Bowl(x, 0.5)], cost: _ => 3).Select(trial => trial.Candidate).ShouldBe(Run(Valley, 9, x => [Bowl(x, 0.5)]).Select(trial => trial.Candidate));

    [Theory]
    [InlineData(AcquisitionKind.LevelSet, 1, "level set")]
    [InlineData(AcquisitionKind.Hypervolume, 1, "hypervolume")]
    [InlineData(AcquisitionKind.Parego, 1, "ParEGO")]
    [InlineData(AcquisitionKind.LevelSet, 2, "level set")]
    public void Kind_ThatCannotServeTheObjectives_IsRefusedInWords(AcquisitionKind kind, int objectives, string words)
    {
        var problem = Valley with { Objectives = [.. Enumerable.Range(0, objectives).Select(o => new Objective { Name = $"y{o}", Goal = Goal.Minimize })], Options = new() { Acquisition = kind } };
        Should.Throw<ArgumentException>(() => new BayesianPlanner().Propose(problem, new(1, 1, [], []))).Message.ShouldContain(words);
    }

    [Theory]
    [InlineData(AcquisitionKind.Auto)]
    [InlineData(AcquisitionKind.Thompson)]
    [InlineData(AcquisitionKind.ConfidenceBound)]
    public void Batch_OfManyCandidates_HasNoTwoAlike(AcquisitionKind kind)
    {
        var problem = Valley with { Options = new() { Acquisition = kind } };
        var batch = new BayesianPlanner().Propose(problem, new(2, 24, Run(problem, 8, x => [Bowl(x, 0.37)]), [])).Candidates.Select(c => Numbers(c.Candidate)).ToArray();
        batch.Length.ShouldBe(24);
        for (var i = 0; i < batch.Length; i++)
        {
            batch.Take(i).Select(other => other.Zip(batch[i], (a, b) => Math.Abs(a - b)).Max()).DefaultIfEmpty(1).Min().ShouldBeGreaterThan(1e-3);
        }
    }

    private static double Bowl(double[] x, double center) => x.Sum(value => (value - center) * (value - center));

    private static double[] Numbers(Candidate candidate) => [.. candidate.Values.Select(pair => pair.Value.Number)];

    private static List<ObservedTrial> Run(PlanningProblem problem, int budget, Func<double[], double[]?> measure, Func<double[], double[]>? limited = null, Func<double[], double>? cost = null)
    {
        var planner = new BayesianPlanner();
        var observed = new List<ObservedTrial>();
        while (observed.Count < budget)
        {
            var candidate = planner.Propose(problem, new(observed.Count + 1, 1, [.. observed], [])).Candidates[0].Candidate;
            var x = Numbers(candidate);
            observed.Add(new(observed.Count + 1, candidate, measure(x)) { Limited = limited?.Invoke(x), Cost = cost?.Invoke(x) });
        }

        return observed;
    }
}
