using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class ExplanationTests
{
    private static readonly Objective Yield = new() { Name = "yield", Goal = Goal.Maximize };

    [Fact]
    public void Explain_OfAMixedSpace_SpeaksOfParametersInTheObjectivesUnit()
    {
        var (problem, observed) = Mixed();
        var explained = new BayesianPlanner().Explain(problem, observed, [observed[0].Candidate])!.Objectives.Single();
        explained.Importances.Select(each => each.Parameter).ShouldBe(["speed", "heat", "cycles", "dose", "solvent", "mix"]);
        explained.Importances.MaxBy(each => each.Total)!.Parameter.ShouldBe("speed");
        explained.Dependences.Select(each => each.Key).ShouldBe(problem.Space.Keys);
        var why = explained.Candidates.Single();
        why.Contributions.Values.Sum().ShouldBe(why.Predicted - why.Average, 1e-9);
        why.Predicted.ShouldBe(observed[0].Values![0], 8.0);
        explained.HeldOut.Select(pair => pair.Trial).ShouldBe(observed.Select(trial => trial.Trial));
        explained.After!.Observations.ShouldBe(observed.Length);
    }

    /// <summary>Truth: the function's own average, which rises by 10 for each unit of speed whatever the rest.</summary>
    [Fact]
    public void Dependence_OfAParameterThatActsLinearly_RisesAsItDoes()
    {
        var (problem, observed) = Mixed();
        var speed = new BayesianPlanner().Explain(problem, observed, [])!.Objectives.Single().Dependences[0];
        (speed.Values[0].Number, speed.Values[^1].Number).ShouldBe((-3, 12));
        ((speed.Means[^1] - speed.Means[0]) / 15).ShouldBe(10, 1.5);
        Enumerable.Range(0, speed.Values.Count).ShouldAllBe(i => speed.Lower[i] <= speed.Means[i] && speed.Means[i] <= speed.Upper[i]);
    }

    [Fact]
    public void Grid_OfAComposition_KeepsTheSum()
    {
        var space = new EncodedSpace(Spaces.Everything());
        var grid = DependenceGrid.Of(space).Single(each => each.Key == "Ni");
        grid.Values.Count.ShouldBe(11);
        var start = space.Encoding.Sample(Samples.Point(space.Encoding.Uniforms, Samples.Stream(5)));
        var held = space.Encoding.Decode(grid.Hold(start, 0.25));
        (held["Fe"].Number + held["Co"].Number + held["Ni"].Number).ShouldBe(1, 1e-12);
        held["Ni"].Number.ShouldBe(0.25, 0.051);
        held["speed"].ShouldBe(space.Encoding.Decode(start)["speed"]);
    }

    [Fact]
    public void Explain_WhereAParameterStaysAsItIs_SpeaksOfTheOthers()
    {
        var space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }, new FixedParameter { Name = "solvent", Value = "water" }] };
        var problem = new PlanningProblem(space, [Yield], 1, 4, FailurePolicy.Skip);
        ObservedTrial[] observed = [.. Enumerable.Range(0, 6).Select(n => new ObservedTrial(n + 1, new Candidate([new("x", n / 5.0), new("solvent", "water")]), [n * n]))];

        new BayesianPlanner().Explain(problem, observed, [observed[0].Candidate])!.Objectives.Single().Dependences.Select(each => each.Key).ShouldBe(["x"]);
    }

    [Fact]
    public void Explain_AskedTwice_GivesTheSame()
    {
        var (problem, observed) = Mixed();
        string Text() => System.Text.Json.JsonSerializer.Serialize(new BayesianPlanner().Explain(problem, observed, [observed[3].Candidate]));
        Text().ShouldBe(Text());
    }

    [Fact]
    public void Explain_OfOneObservation_IsFlatAndWithoutFolds()
    {
        var (problem, observed) = Mixed();
        var explained = new BayesianPlanner().Explain(problem, [observed[0]], [observed[1].Candidate])!.Objectives.Single();
        explained.Before.ShouldBeNull();
        explained.Dependences.SelectMany(each => each.Means).ShouldAllBe(mean => double.IsFinite(mean));
        new BayesianPlanner().Explain(problem, [], []).ShouldBeNull();
    }

    /// <summary>Truth: the slow path that also gives deviations.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Means_Alone_AreThoseOfThePrediction(bool averaged)
    {
        var data = Samples.Data(30, 3, 4);
        var process = Samples.Fit(data);
        var posterior = (averaged ? ModelAverage.Of(process, 1) : process).Posterior;
        double[][] points = [.. Enumerable.Range(0, 9).Select(i => Samples.Point(3, Samples.Stream(i)))];
        var (alone, together) = (new double[9], new double[9]);
        posterior.Means(points, alone);
        posterior.Predict(points, together, new double[9]);
        alone.Zip(together).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    /// <summary>Truth: the mean of the textbook's joint covariance, the dense system solved anew for each point.</summary>
    [Fact]
    public void AverageDeviation_OfSomePoints_IsThatOfTheirJointDistribution()
    {
        var data = Samples.Data(15, 2, 4);
        var parameters = new GaussianProcessParameters([0.4, 0.6], 1.5, 0.05, 0.1);
        double[][] points = [.. Enumerable.Range(0, 7).Select(i => Samples.Point(2, Samples.Stream(i)))];
        var covariance = Textbook.Covariance(data, parameters);
        double Between(double[] a, double[] b) => Textbook.Matern(a, b, parameters.LengthScales, data.Groups, parameters.SignalVariance);
        double[] Row(double[] z) => [.. data.Points.Select(x => Between(x, z))];
        var variance = points.SelectMany(_ => points, (a, b) => (a, b))
            .Average(pair => Between(pair.a, pair.b) - Row(pair.a).Zip(Textbook.Solve(covariance, Row(pair.b)), (k, w) => k * w).Sum());
        var posterior = GaussianProcess.At(data, parameters).Posterior;
        posterior.AverageDeviation(points).ShouldBe(Math.Sqrt(variance), 1e-9);
        posterior.AverageDeviation([points[0]]).ShouldBe(posterior.Predict(points[0], new double[1], posterior.Scratch()), 1e-9);
    }

    [Fact]
    public void AverageDeviation_OfAnAverageWithAForest_IsNoMoreThanThatOfItsPoints()
    {
        var data = Samples.Data(30, 3, 4);
        var posterior = ModelAverage.Of(Samples.Fit(data), 1).Posterior;
        double[][] points = [.. Enumerable.Range(0, 20).Select(i => Samples.Point(3, Samples.Stream(i)))];
        var deviations = new double[20];
        posterior.Predict(points, new double[20], deviations);
        posterior.AverageDeviation(points).ShouldBeLessThan(deviations.Average());
    }

    private static (PlanningProblem Problem, ObservedTrial[] Observed) Mixed()
    {
        var problem = new PlanningProblem(Spaces.Everything(), [Yield], 5, 40, FailurePolicy.Skip);
        var design = new BayesianPlanner().Propose(problem, new(1, 40, [], [])).Candidates;
        return (problem, [.. design.Select((proposed, i) => new ObservedTrial(i + 1, proposed.Candidate,
            [(10 * proposed.Candidate["speed"].Number) + (20 * Math.Log10(proposed.Candidate["heat"].Number)) + (proposed.Candidate["solvent"].Text == "dmf" ? 15 : 0)]))]);
    }
}
