using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>A film must be measured within 30 min after it was annealed.</summary>
public class WindowTests
{
    [Fact]
    public void Step_ThatBeginsInTime_MissesNothing()
    {
        var story = Annealed(MissedWindow.Fail).After(30).Place(1);
        story.Last.ShouldHaveSingleItem().ShouldBeOfType<StepDispatched>();
        story.After(60).Measure(1, 0.5).Last.OfType<ObservationRecorded>().ShouldHaveSingleItem();
        story.All.OfType<WindowMissed>().ShouldBeEmpty();
    }

    [Fact]
    public void Window_ThatCloses_IsWaitedForAndFailsTheTrial()
    {
        var story = Annealed(MissedWindow.Fail);
        var until = story.Now.AddMinutes(30);
        CampaignLoop.WindowEnd(story.State, Story.Id(1)).ShouldBe(until);
        CampaignLoop.NextWork(story.State, until.AddSeconds(-10)).OfType<CampaignWork.Await>().Single().Deadline.ShouldBe(until.AddTicks(1));

        story.After(30).Tick().ThenNothing();
        story.After(0.001).Tick().Then(
            new WindowMissed(1, "measure", until, MissedWindow.Fail),
            new TrialFailed(1, "measure: it could not begin within 30 min after the step before", FailurePolicy.Skip));
    }

    [Fact]
    public void Window_ThatCloses_WithThePolicyProceed_IsJournaledOnceAndTheStepIsDone()
    {
        var story = Annealed(MissedWindow.Proceed);
        var until = story.Now.AddMinutes(30);
        story.After(31).Tick().Then(new WindowMissed(1, "measure", until, MissedWindow.Proceed));
        story.After(1).Tick().ThenNothing();
        CampaignLoop.WindowEnd(story.State, Story.Id(1)).ShouldBeNull();
        story.Place(1).Measure(1, 0.5).Last.OfType<ObservationRecorded>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Window_ThatCloses_WhileTheCampaignIsPaused_IsMissedAllTheSame() =>
        Annealed(MissedWindow.Fail).Steer(SteeringOrder.Pause).After(31).Tick().Last.OfType<TrialFailed>().ShouldHaveSingleItem();

    /// <summary>What the instrument refuses or fails at after the time is over is not tried again.</summary>
    [Fact]
    public void Attempt_ThatFailsAfterTheWindow_IsTheLast()
    {
        var story = Annealed(MissedWindow.Fail).After(29).Place(1).After(5);
        story.Fail(1, SampleFate.Untouched).Last.Select(happened => happened.GetType()).ShouldBe([typeof(StepFailed), typeof(WindowMissed), typeof(TrialFailed)]);
    }

    /// <summary>The instrument's clock tells when the step ended, within what the host knows itself.</summary>
    [Theory]
    [InlineData(-5, 25)]
    [InlineData(-600, 20)]
    [InlineData(600, 30)]
    public void Window_CountsFromTheEndOfTheStepBefore(double finished, double left)
    {
        var story = Until(MissedWindow.Fail).Place(1, "anneal").After(10);
        var result = new DispatchAnswer.Result(new Dictionary<string, ParameterValue>(), story.Now.AddMinutes(finished - 1), story.Now.AddMinutes(finished), []);
        story.Answer(Story.Id(1, "anneal"), result);
        CampaignLoop.WindowEnd(story.State, Story.Id(1)).ShouldBe(story.Now.AddMinutes(left));
    }

    [Fact]
    public void Demand_TellsTheLabOfTheWindow()
    {
        var story = Annealed(MissedWindow.Fail);
        var sample = CampaignLoop.Demand(story.State).Samples.ShouldHaveSingleItem();
        (sample.Owed, sample.Until, sample.Since, sample.Lies).ShouldBe((Story.Id(1), story.Now.AddMinutes(30), story.Now, Story.Id(1, "anneal")));
        sample.Steps.ShouldHaveSingleItem().Within.ShouldBe(TimeSpan.FromMinutes(30));
    }

    private static Story Annealed(MissedWindow missed) => Until(missed).Place(1, "anneal").After(1).Answer(
        Story.Id(1, "anneal"),
        new DispatchAnswer.Result(new Dictionary<string, ParameterValue>(), Story.Beginning, Story.Beginning.AddDays(1), []));

    private static Story Until(MissedWindow missed)
    {
        var spec = Specs.Three.WithStep(step => step.Name == "measure" ? step with { Within = new Window(TimeSpan.FromMinutes(30), missed) } : step);
        return Story.Of(spec).Propose(0.25).Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2.5));
    }
}
