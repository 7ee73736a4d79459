using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns.Tests;

public sealed class EarlierCampaignTests
{
    /// <summary>The truth is the lab that the earlier campaign ran in: 60 s ± 20 %, one failure in ten; 30 s ± 10 %, noise 0.5.</summary>
    [Fact]
    public void Learn_FromADryRun_FindsTheLabThatItRanIn()
    {
        var (plan, earlier) = Earlier(60);

        var coating = earlier.Learn("coating", "coater");
        var scanning = earlier.Learn("scanning", "scanner");

        earlier.Capabilities.ShouldBe(["coating", "scanning"]);
        coating.MeanDuration.TotalSeconds.ShouldBe(60, 5);
        coating.DurationSpread.ShouldBe(0.2, 0.06);
        var failure = coating.Failures.ShouldHaveSingleItem();
        (failure.Kind, failure.Sample).ShouldBe((FailureKind.Error, SampleFate.Untouched));
        failure.Probability.ShouldBe(0.1, 0.09);
        scanning.MeanDuration.TotalSeconds.ShouldBe(30, 2);
        scanning.Failures.ShouldBeEmpty();
        scanning.Response.Outputs.ShouldBe(["rough"]);
        earlier.Instruments("coating").ShouldBe([("coater", 1)]);
        plan.Spec.Name.ShouldBe(earlier.Name);
    }

    [Fact]
    public void Learn_WithTheSpeedOfASimulatedLab_TellsTheLabsOwnTime()
    {
        var events = DryRun.Run(Files.Plan(), 1, CancellationToken.None).Events;

        EarlierCampaign.Of(events, 60, Files.Plan().Spec).Learn("scanning", "scanner").MeanDuration.TotalSeconds.ShouldBe(60 * 30, 60 * 4);
    }

    [Fact]
    public void Durations_OfASample_AreThoseOfItsLognormal()
    {
        // Logarithms 1, 2, 3: mean 2, variance 1.
        var (mean, spread) = EarlierCampaign.Durations([Math.E, Math.Exp(2), Math.Exp(3)]);

        mean.TotalSeconds.ShouldBe(Math.Exp(2.5), 1e-6);
        spread.ShouldBe(Math.Sqrt(Math.E - 1), 1e-9);
    }

    [Fact]
    public void Replicated_Candidates_GiveThePooledDeviation()
    {
        var a = Candidate(1);
        var b = Candidate(2);

        // Two groups: 1, 3, 5 (variance 4, two degrees of freedom) and 10, 10, 13, 13 (variance 3, three): √((8 + 9) / 5).
        LearntOutput.Replicated([(a, 1), (a, 3), (b, 10), (a, 5), (b, 10), (b, 13), (b, 13)])!.Value.ShouldBe(Math.Sqrt(17.0 / 5), 1e-12);
        LearntOutput.Replicated([(a, 1), (b, 10)]).ShouldBeNull();
    }

    [Fact]
    public void Draw_OfDifferentRuns_AreDifferentFunctionsNearTheMeasurements()
    {
        var (plan, earlier) = Earlier(40);
        var response = (DrawnResponse)earlier.Learn("scanning", "scanner").Response;
        var best = plan.Spec.Space;
        var candidate = new Candidate([KeyValuePair.Create("x", new ParameterValue(Math.PI)), KeyValuePair.Create("y", new ParameterValue(2.275))]);
        double Value(ulong seed) => ((Answer.Measured)response.Draw(seed, _ => candidate).Respond(new Dictionary<string, ParameterValue> { ["sample"] = "film-1.1" }, 5)).Outputs["rough"].Number;

        best.WhyNot(candidate).ShouldBeNull();
        Value(1).ShouldBe(Value(1));
        Value(1).ShouldNotBe(Value(2));

        // Branin's minimum, 0.398, is where the earlier campaign looked most.
        Enumerable.Range(1, 30).Select(seed => Value((ulong)seed)).Average().ShouldBe(0.4, 3);
    }

    [Fact]
    public void Choose_LikeAnEarlierCampaign_NeedsNoLabFileAndRuns()
    {
        var (plan, earlier) = Earlier(30);
        var lab = StandInLab.Choose(plan.Spec, "campaign.yaml", [], "lab.yaml", null, earlier);

        var run = DryRun.Run(plan with { Lab = lab }, 1, CancellationToken.None);

        lab.Instruments.Select(standIn => standIn.Settings.Id).ShouldBe(["coater", "scanner"]);
        run.Figures.Ending.ShouldStartWith("all ");
        run.Figures.Trials.Count(trial => trial.Values is not null).ShouldBeGreaterThan(25);
        DryRun.Run(plan with { Lab = lab }, 1, CancellationToken.None).Journal.ShouldBe(run.Journal);
    }

    [Fact]
    public void Of_CampaignWithOtherParameters_NamesThemAll()
    {
        var events = DryRun.Run(Files.Plan(), 1, CancellationToken.None).Events;
        var other = Files.Plan(Files.Film.Replace("  y: {type: continuous, lower: 0, upper: 15}", "  z: {type: continuous, lower: 0, upper: 15}", StringComparison.Ordinal).Replace("[x, y]", "[x, z]", StringComparison.Ordinal), Files.FilmLab.Replace("x2: y", "x2: z", StringComparison.Ordinal)).Spec;

        Should.Throw<DryRunRefusedException>(() => EarlierCampaign.Of(events, 1, other)).Lines.ShouldBe(
        [
            "--like film: that campaign did not vary 'z', or not in the same way; its measurements say nothing of it",
            "--like film: that campaign varied 'y' as well; its measurements cannot be read without it",
        ]);
    }

    private static (DryRunPlan Plan, EarlierCampaign Earlier) Earlier(int trials)
    {
        var plan = Files.Plan(Files.Film.Replace("trials: 12", $"trials: {trials}", StringComparison.Ordinal));
        return (plan, EarlierCampaign.Of(DryRun.Run(plan, 1, CancellationToken.None).Events, 1, plan.Spec));
    }

    private static Candidate Candidate(double x) => new([KeyValuePair.Create("x", new ParameterValue(x))]);
}
