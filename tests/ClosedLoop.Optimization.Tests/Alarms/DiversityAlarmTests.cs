using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class DiversityAlarmTests
{
    private static readonly Objective Loss = new() { Name = "loss", Goal = Goal.Minimize };

    [Fact]
    public void Candidates_ThatCrowdAndBringNothing_AreSeen()
    {
        var stream = Samples.Stream(1);
        var observed = Random(15, 2, stream).Concat(Enumerable.Range(16, 14).Select(trial => Trial(trial, [0.3 + (0.001 * stream.NextNormal()), 0.7], 5 + (0.01 * stream.NextNormal())))).ToArray();
        var alarm = Alarm(observed, 2)!;
        alarm.Kind.ShouldBe(AlarmKind.DiversityCollapse);
        alarm.Since.ShouldBeInRange(25, 29);
    }

    [Fact]
    public void Candidates_ThatCrowdAndStillImprove_AreNone()
    {
        var stream = Samples.Stream(2);
        var observed = Random(15, 2, stream).Concat(Enumerable.Range(16, 14).Select(trial => Trial(trial, [0.3 + (0.001 * stream.NextNormal()), 0.7], -trial))).ToArray();
        Alarm(observed, 2).ShouldBeNull();
    }

    /// <summary>The stated rate: none of 2,000 random searches.</summary>
    [Fact]
    public void RandomSearches_NeverAlarm()
    {
        var stream = Samples.Stream(3);
        for (var campaign = 0; campaign < 2000; campaign++)
        {
            var dimension = 1 + (campaign % 6);
            Alarm([.. Random(100, dimension, stream)], dimension).ShouldBeNull();
        }
    }

    [Fact]
    public void Retrain_AfterPredictionsThatFailed_CarriesTheAlarm()
    {
        var problem = new PlanningProblem(Spaces.Box(2), [Loss], 4, 5, FailurePolicy.Skip);
        var stream = Samples.Stream(4);
        var observed = Random(30, 2, stream).Select(trial => trial with { Expected = [new("loss", trial.Values![0] - 3, 0.5)] }).ToArray();
        var model = new BayesianPlanner().Retrain(problem, observed)!;
        model.Alarms!.Select(alarm => alarm.Kind).ShouldBe([AlarmKind.Exploitation, AlarmKind.DistributionShift, AlarmKind.DistributionShift]);
        new BayesianPlanner().Retrain(problem, [.. observed.Select(trial => trial with { Expected = [] })])!.Alarms.ShouldBeNull();
    }

    private static ModelAlarm? Alarm(ObservedTrial[] observed, int dimension) =>
        DiversityAlarm.Of(observed, observed, [Loss], [0.05], new EncodedSpace(Spaces.Box(dimension)), 1);

    private static IEnumerable<ObservedTrial> Random(int count, int dimension, RandomStream stream) =>
        Enumerable.Range(1, count).Select(trial => Trial(trial, Samples.Point(dimension, stream), stream.NextNormal()));

    private static ObservedTrial Trial(int number, double[] point, double value) =>
        new(number, new(point.Select((x, d) => KeyValuePair.Create($"x{d}", (ParameterValue)x))), [value]) { Expected = [new("loss", value, 1)] };
}
