using ClosedLoop.Domain;
using ClosedLoop.Reports;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>Labs so simple that the forecast is known beforehand.</summary>
public sealed class ForecastTests
{
    private const string One = """
        name: one
        lab: one
        parameters:
          x: {type: continuous, lower: 0, upper: 1}
        objectives:
          y: {goal: maximize}
        workflow:
          - {step: act, capability: acting, inputs: [x], outputs: [y], deadline: 10 min, cost: 3}
        batch: {mode: asynchronous, size: SIZE}
        budget: {trials: 20}
        stop: {target: {objective: y, value: 0.9}}
        """;

    private const string Lab = """
        lab: one
        instruments:
          - {id: actor, type: simulated, capability: acting, duration: 2 min, FAILURE response: {pass: {y: x}}}
        """;

    /// <summary>One place, two minutes a step, nothing random: with S in flight S − 1 steps always wait, and the actor never rests.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Instruments_OfOnePlace_WorkAllTheTimeAndTheRestWaits(int inFlight)
    {
        var forecast = Of(inFlight, "", withoutTarget: true);

        forecast.Hours.P50.ShouldBe(20 * 2 / 60.0, 0.01);
        var actor = forecast.Instruments().ShouldHaveSingleItem();
        actor.Utilisation.P50.ShouldBe(1, 0.01);
        actor.Steps.P50.ShouldBe(20);

        // The last S − 1 trials begin to drain the queue: on average over the run (S − 1) · (20 − S / 2) / 20 wait.
        actor.Queue.P50.ShouldBe((inFlight - 1) * (20 - (inFlight / 2.0)) / 20, 0.05);
        forecast.Cost.P50.ShouldBe(60);
    }

    [Fact]
    public void Target_ReachedInEveryRun_IsToldWithItsTime()
    {
        var forecast = Of(1, "");

        forecast.TargetBy!.Share.ShouldBe(1);
        forecast.BestAtEnd(0)!.P10.ShouldBeGreaterThan(0.9);
        var first = forecast.Runs[0];
        forecast.ReachedAt(first).ShouldBe(first.Trials.First(trial => trial.Values![0] >= 0.9).At);
        (first.Trials.Count * 2.0 / 60).ShouldBe(first.Length.TotalHours, 0.01);
    }

    [Fact]
    public void Setbacks_OfAStepThatAltersItsSample_EndTheTrial()
    {
        var forecast = Of(1, "failure: {probability: 0.5, sample: altered},", withoutTarget: true);

        var setback = forecast.Setbacks().ShouldHaveSingleItem();
        (setback.Step, setback.Survived).ShouldBe(("act", 0));
        setback.PerRun.ShouldBe(10, 4);
        forecast.Observed.P50.ShouldBe(20 - setback.PerRun, 2);
    }

    [Fact]
    public void Setbacks_OfAStepThatFailsUntouched_AreSurvived()
    {
        var setback = Of(1, "failure: {probability: 0.2, sample: untouched},", withoutTarget: true).Setbacks().ShouldHaveSingleItem();

        setback.Survived.ShouldBeGreaterThan(setback.Count * 8 / 10);
    }

    [Fact]
    public void BestByTrial_OfEveryRun_NeverGetsWorse()
    {
        var curve = Of(2, "", withoutTarget: true).BestByTrial(0);

        curve.Count.ShouldBe(20);
        curve.Zip(curve.Skip(1)).ShouldAllBe(pair => pair.Second.Values.P50 >= pair.First.Values.P50 && pair.Second.Values.P10 >= pair.First.Values.P10);
    }

    private static Forecast Of(int inFlight, string failure, bool withoutTarget = false)
    {
        var campaign = One.Replace("SIZE", $"{inFlight}", StringComparison.Ordinal);
        campaign = withoutTarget ? campaign[..campaign.IndexOf("stop:", StringComparison.Ordinal)] : campaign;
        var plan = Files.Plan(campaign, Lab.Replace("FAILURE", failure, StringComparison.Ordinal));
        return Forecast.Of(plan.Spec, Enumerable.Range(1, 5).Select(number => DryRun.Run(plan, number, CancellationToken.None).Figures), Files.Question(plan));
    }
}
