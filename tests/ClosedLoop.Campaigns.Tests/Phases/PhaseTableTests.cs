using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class PhaseTableTests
{
    public static TheoryData<CampaignPhase> Phases => [.. Enum.GetValues<CampaignPhase>()];

    [Fact]
    public void Table_HasOneRowForEachPhase() => PhaseTable.Rows.Select(row => row.Phase).Order().ShouldBe(Enum.GetValues<CampaignPhase>());

    [Theory]
    [MemberData(nameof(Phases))]
    public void Phase_IsReachedByARun(CampaignPhase phase) => PhaseTable.Of(In(phase).State).ShouldBe(phase);

    [Fact]
    public void Phase_BeforeTheStart_IsSomething() => PhaseTable.Of(CampaignState.Empty).ShouldBe(CampaignPhase.Awaiting);

    [Fact]
    public void Pause_CoversWhatIsOwed_AndFaultCoversPause()
    {
        var story = In(CampaignPhase.Retraining).Steer(SteeringOrder.Pause);
        PhaseTable.Of(story.State).ShouldBe(CampaignPhase.Paused);
        PhaseTable.Of(story.When(at => new FaultCampaign(at, "no")).State).ShouldBe(CampaignPhase.Faulted);
        PhaseTable.Of(story.Open().State).ShouldBe(CampaignPhase.Paused);
    }

    [Fact]
    public void Retraining_GoesBeforeTheProposal_AndTheProposalBeforeSteps()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Asynchronous, 2)).Propose(0.1, 0.2).Place(1).Measure(1, 2);
        PhaseTable.Of(story.State).ShouldBe(CampaignPhase.Retraining);
        PhaseTable.Of(story.Retrain().State).ShouldBe(CampaignPhase.Acquiring);
        PhaseTable.Of(story.Propose(0.3).State).ShouldBe(CampaignPhase.Dispatching);
    }

    /// <summary>Opening a run again clears the fault and nothing else: what it was before shows again.</summary>
    [Theory]
    [InlineData(CampaignPhase.Paused)]
    [InlineData(CampaignPhase.Completed)]
    [InlineData(CampaignPhase.Aborted)]
    [InlineData(CampaignPhase.Awaiting)]
    public void Faulted_MayBeFollowedBy(CampaignPhase next) => PhaseTable.Allows(CampaignPhase.Faulted, next).ShouldBeTrue();

    [Fact]
    public void Suspended_WhoseTimeBudgetRanOutMeanwhile_CompletesAtTheNextOpening()
    {
        var story = Story.Of(Specs.One.WithBudget(time: TimeSpan.FromHours(1))).Steer(SteeringOrder.Drain);
        PhaseTable.Of(story.State).ShouldBe(CampaignPhase.Suspended);
        PhaseTable.Of(story.After(61).Open().State).ShouldBe(CampaignPhase.Completed);
        PhaseTable.Allows(CampaignPhase.Suspended, CampaignPhase.Completed).ShouldBeTrue();
    }

    [Fact]
    public void End_IsTheEnd()
    {
        PhaseTable.Rows.Single(row => row.Phase == CampaignPhase.Completed).Next.ShouldBeEmpty();
        PhaseTable.Rows.Single(row => row.Phase == CampaignPhase.Aborted).Next.ShouldBeEmpty();
        PhaseTable.Allows(CampaignPhase.Completed, CampaignPhase.Completed).ShouldBeTrue();
    }

    [Fact]
    public void Mermaid_HoldsExactlyTheRowsOfTheTable()
    {
        var lines = PhaseTable.ToMermaid().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).ToList();
        lines[0].ShouldBe("stateDiagram-v2");
        var arrows = PhaseTable.Rows.SelectMany(row => row.Next.Select(next => $"{row.Phase} --> {next}"));
        lines.Where(line => line.Contains("-->")).ShouldBe(["[*] --> Proposing", .. arrows, "Completed --> [*]", "Aborted --> [*]"], ignoreOrder: true);
        lines.Where(line => line.StartsWith("note")).ShouldBe(PhaseTable.Rows.Select(row => $"note right of {row.Phase}: {row.When}"), ignoreOrder: true);
    }

    private static Story In(CampaignPhase phase) => phase switch
    {
        CampaignPhase.Proposing => Story.Of(Specs.One),
        CampaignPhase.Dispatching => Story.Of(Specs.One).Propose(0.1).Place(1),
        CampaignPhase.Awaiting => Story.Of(Specs.One).Propose(0.1).Place(1).Accept(1),
        CampaignPhase.Retraining => Story.Of(Specs.One).Propose(0.1).Place(1).Measure(1, 2),
        CampaignPhase.Acquiring => Story.Of(Specs.One).Complete(0.1, 1).Complete(0.2, 2),
        CampaignPhase.Ingesting => Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 2)).Propose(0.1, 0.2).Place(1).Place(2).Accept(2).Measure(1, 2).Retrain(),
        CampaignPhase.Paused => Story.Of(Specs.One).Steer(SteeringOrder.Pause),
        CampaignPhase.Suspended => Story.Of(Specs.One).Steer(SteeringOrder.Drain),
        CampaignPhase.Completed => Story.Of(Specs.One).Steer(SteeringOrder.Stop),
        CampaignPhase.Aborted => Story.Of(Specs.One).Steer(SteeringOrder.Abort),
        CampaignPhase.Faulted => Story.Of(Specs.One).When(at => new FaultCampaign(at, "no")),
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
