using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class ContextTests
{
    private static readonly SearchSpace Space = new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "heat", Lower = 0, Upper = 100 },
            new FixedParameter { Name = "stirring", Value = 300 },
            new ContextParameter { Name = "humidity", Lower = 20, Upper = 80 },
        ],
    };

    private static readonly PlanningProblem Problem = new(Space, [new() { Name = "y", Goal = Goal.Minimize }], 7, 6, FailurePolicy.Skip);

    [Theory]
    [InlineData(30)]
    [InlineData(70)]
    public void Proposal_IsTheBestForTheContextNow(double humidity)
    {
        // The best heat is the humidity.
        var proposed = new BayesianPlanner().Propose(Problem, new(30, 1, Observed(), []) { Context = Humid(humidity) }).Candidates[0];
        proposed.Candidate["heat"].Number.ShouldBe(humidity, 8);
        proposed.Candidate["stirring"].Number.ShouldBe(300);
        proposed.Predictions[0].Mean.ShouldBeLessThan(100, "at the wrong humidity it would be 1,600");
    }

    [Fact]
    public void Context_ThatIsNotGiven_IsTheOneLastObserved()
    {
        var observed = Observed();
        var last = observed[^1].Context!["humidity"];
        var implicitly = new BayesianPlanner().Propose(Problem, new(30, 1, observed, []));
        var told = new BayesianPlanner().Propose(Problem, new(30, 1, observed, []) { Context = Humid(last) });
        implicitly.Candidates[0].Candidate.ShouldBe(told.Candidates[0].Candidate);
        implicitly.Candidates[0].Candidate["heat"].Number.ShouldBe(last, 8);
    }

    [Fact]
    public void Prediction_IsForTheContextLastObserved()
    {
        var observed = Observed();
        var candidate = observed[0].Candidate;
        var truth = Math.Pow(candidate["heat"].Number - observed[^1].Context!["humidity"], 2);
        new BayesianPlanner().Predict(Problem, observed, [candidate])![0][0].Mean.ShouldBe(truth, 150);
    }

    [Fact]
    public void Filled_TakesWhatWasNotObserved_FromTheTrialBefore()
    {
        var candidate = Observed()[0].Candidate;
        ObservedTrial[] observed =
        [
            new(1, candidate, [1]),
            new(2, candidate, [1]) { Context = Humid(40) },
            new(3, candidate, null) { Context = new Dictionary<string, double>() },
            new(4, candidate, [1]) { Context = Humid(60) },
            new(5, candidate, [1]) { Context = Humid(double.NaN) },
        ];
        ObservedContext.Filled(Space, observed).Select(trial => trial.Context!["humidity"]).ShouldBe([40, 40, 40, 60, 60]);
    }

    [Fact]
    public void Campaign_WithoutAnyObservedContext_Goes()
    {
        ObservedTrial[] observed = [.. Observed().Select(trial => trial with { Context = null })];
        new BayesianPlanner().Propose(Problem, new(30, 2, observed, [])).Candidates.Count.ShouldBe(2);
    }

    private static Dictionary<string, double> Humid(double value) => new() { ["humidity"] = value };

    private static List<ObservedTrial> Observed()
    {
        var stream = Samples.Stream(4);
        return
        [
            .. Enumerable.Range(1, 25).Select(number =>
            {
                var (heat, humidity) = (100 * stream.NextUniform(), 20 + (60 * stream.NextUniform()));
                return new ObservedTrial(number, new Candidate([KeyValuePair.Create("heat", (ParameterValue)heat), KeyValuePair.Create("stirring", (ParameterValue)300)]), [Math.Pow(heat - humidity, 2)])
                {
                    Context = Humid(humidity),
                };
            }),
        ];
    }
}
