using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class CalibrationTests
{
    /// <summary>By hand: errors −1, +3, 0, +2 at standard deviations 1, 1, 2, 1.03; only +3 lies outside, for 1.96 · 1.03 = 2.019.</summary>
    [Fact]
    public void Of_FourPredictedTrials_CountsThoseWithinTheInterval()
    {
        var calibration = Calibration.Of(CampaignHistory.Of(Predicted().Events), Specs.Yield);
        calibration.Pairs.Count.ShouldBe(4);
        calibration.Covered.ShouldBe(3);
        calibration.Coverage.ShouldBe(0.75);
        calibration.RootMeanSquareError.ShouldBe(Math.Sqrt((1 + 9 + 0 + 4) / 4.0), 1e-12);
        calibration.RootMeanSquareZ.ShouldBe(Math.Sqrt((1 + 9 + 0 + (4 / (1.03 * 1.03))) / 4.0), 1e-12);
    }

    [Fact]
    public void Html_FourPredictedTrials_StatesTheCoverage() =>
        CampaignReport.Html(Predicted().Events, null, Story.Epoch.AddHours(1)).ShouldContain("3 of 4 measurements (75\u00a0%) lie within the interval");

    private static Story Predicted()
    {
        var story = new Story(Specs.Coupling());
        (double Mean, double Sd, double Measured)[] trials = [(50, 1, 49), (50, 1, 53), (60, 2, 60), (61, 1.03, 63)];
        var chance = new Chance(1);
        story.Propose(Story.Epoch, 1, Candidates.Anywhere(story.Spec.Space, chance)).Observe(Story.Epoch.AddMinutes(1), 1, false, ("yield", 10));
        for (var i = 0; i < trials.Length; i++)
        {
            story.Propose(Story.Epoch.AddMinutes(2 + i), i + 2, Candidates.Anywhere(story.Spec.Space, chance), "logEI", -1, new ObjectivePrediction("yield", trials[i].Mean, trials[i].Sd))
                .Observe(Story.Epoch.AddMinutes(2.5 + i), i + 2, false, ("yield", trials[i].Measured));
        }

        return story;
    }
}
