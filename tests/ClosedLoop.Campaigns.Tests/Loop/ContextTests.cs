using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class ContextTests
{
    private static readonly CampaignSpec Spec = Specs.One with
    {
        Space = Specs.One.Space with { Parameters = [.. Specs.One.Space.Parameters, new ContextParameter { Name = "humidity", Lower = 20, Upper = 80 }] },
        Workflow = [Specs.Measure with { Outputs = ["y", "humidity"] }],
    };

    [Fact]
    public void Context_MeasuredWithATrial_GoesWithItsObservation()
    {
        var story = Story.Of(Spec).Propose(0.1).Place(1).Deliver(1, "measure", 1, ("y", 5), ("humidity", 43));
        story.Last.OfType<ObservationRecorded>().Single().Context.ShouldBe(new Dictionary<string, double> { ["humidity"] = 43 });
        story.State.Observed.Single().Context.ShouldBe(new Dictionary<string, double> { ["humidity"] = 43 });
        story.State.Trials[1].Context!["humidity"].ShouldBe(43);
    }

    [Fact]
    public void DataHash_DependsOnContext()
    {
        string Hash(double humidity) => Story.Of(Spec).Propose(0.1).Place(1).Deliver(1, "measure", 1, ("y", 5), ("humidity", humidity)).State.DataHash;
        Hash(43).ShouldNotBe(Hash(44));
        Hash(43).ShouldBe(Hash(43));
    }

    [Fact]
    public void Context_ThatIsNoNumber_IsNoMeasurement()
    {
        var story = Story.Of(Spec).Propose(0.1).Place(1).Deliver(1, "measure", 1, ("y", 5), ("humidity", "damp"));
        story.Last.OfType<StepFailed>().Single().Message.ShouldBe("humidity is 'damp', not a number");
    }

    [Fact]
    public void Campaign_WithoutContext_RecordsNone() =>
        Story.Of(Specs.One).Propose(0.1).Place(1).Deliver(1, "measure", 1, ("y", 5)).Last.OfType<ObservationRecorded>().Single().Context.ShouldBeNull();
}
