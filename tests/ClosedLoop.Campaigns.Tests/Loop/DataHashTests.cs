using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class DataHashTests
{
    [Fact]
    public void DataHash_ChangesWithEachEndedTrial_AndWithNothingElse()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Accept(1);
        story.State.DataHash.ShouldBeEmpty();
        story.Measure(1, 2);
        var first = story.State.DataHash;
        first.Length.ShouldBe(64);
        story.Retrain().Propose(0.2).Place(2).Answer(Story.Id(1), new DispatchAnswer.Closed()).State.DataHash.ShouldBe(first);
        story.Fail(2, SampleFate.Altered).State.DataHash.ShouldNotBe(first);
    }

    [Fact]
    public void DataHash_DependsOnCandidateValueAndTrial()
    {
        var hash = Story.Of(Specs.One).Complete(0.1, 2).State.DataHash;
        Story.Of(Specs.One).Complete(0.1, 2).State.DataHash.ShouldBe(hash);
        Story.Of(Specs.One).Complete(0.1, 2.0000000000000004).State.DataHash.ShouldNotBe(hash);
        Story.Of(Specs.One).Complete(0.10000000000000002, 2).State.DataHash.ShouldNotBe(hash);
        Story.Of(Specs.One).Propose(0.1).Place(1).Fail(1, SampleFate.Altered).State.DataHash.ShouldNotBe(hash);
    }

    /// <summary>What was journaled in one append or in five is the same data.</summary>
    [Fact]
    public void DataHash_DoesNotDependOnWhenAndHowEventsWereAppended()
    {
        var quick = Told(minutes: 0);
        var slow = Told(minutes: 7);
        slow.State.DataHash.ShouldBe(quick.State.DataHash);
        CampaignLoop.Fold(slow.All).DataHash.ShouldBe(quick.State.DataHash);

        static Story Told(double minutes)
        {
            var story = Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 2)).Propose(0.1, 0.2);
            return story.After(minutes).Place(1).After(minutes).Place(2).Accept(2).Measure(2, 5).After(minutes).Measure(1, 4);
        }
    }

    [Fact]
    public void DataHash_KeepsTheOrderInWhichTrialsEnded()
    {
        Story Batch() => Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 2)).Propose(0.1, 0.2).Place(1).Place(2);
        Batch().Measure(1, 4).Measure(2, 5).State.DataHash.ShouldNotBe(Batch().Measure(2, 5).Measure(1, 4).State.DataHash);
    }
}
