using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A campaign that is planned by a program elsewhere: every answer, and none, in virtual time.</summary>
public sealed class ExternalPlannerTests : IDisposable
{
    private const string Name = "genius";

    private static readonly CampaignSpec Spec = Samples.Spec with { Planner = new ExternalPlanner(Name, TimeSpan.FromSeconds(20)) };

    private readonly HostRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Question_SaysAllThatTheAnswerMayDependOn()
    {
        _rig.Start("one", Spec);

        var (planner, question) = _rig.Bus.Questions.ShouldHaveSingleItem();

        (planner, question.Campaign, question.Run).ShouldBe((Name, "one", "one-0001"));
        question.Declare.GetProperty("parameters").GetProperty("x").GetProperty("upper").GetDouble().ShouldBe(1);
        question.Declare.GetProperty("seed").GetInt32().ShouldBe(17);
        question.Tell.ShouldBeEmpty();
        question.Ask.ShouldNotBeNull().N.ShouldBe(1);
        question.AnswerBy.ShouldBe(_rig.Time.GetUtcNow().AddSeconds(20));
    }

    [Fact]
    public void Answer_InTime_BecomesATrial_AndTheJournalSaysWhoAnswered()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Spec);
        _rig.Advance(19.9);

        Answer(new ProposalMessage
        {
            Candidates = [new PlannedCandidate { Candidate = At(0.75), Predictions = new Dictionary<string, PlannedValue> { ["y"] = new() { Mean = 2, Sd = 0.5 } }, Acquisition = 3, Origin = "hunch" }],
            ModelHash = "abc",
        });

        var batch = Batches().ShouldHaveSingleItem();
        batch.By.ShouldBe(new PlannedBy(Name, null));
        batch.ModelHash.ShouldBe("abc");
        var proposed = batch.Trials.ShouldHaveSingleItem().Proposed;
        (proposed.Candidate, proposed.Acquisition, proposed.Origin).ShouldBe((At(0.75), 3, "hunch"));
        proposed.Predictions.ShouldBe([new ObjectivePrediction("y", 2, 0.5)]);
        _rig.Bus.Commands.ShouldHaveSingleItem();
        _rig.Advance(60);
        Batches().Count.ShouldBe(1);
    }

    [Fact]
    public void Deadline_Passed_TheBuiltInPlannerAnswers_AndTheJournalSaysWhy()
    {
        _rig.Start("one", Spec);
        _rig.Advance(19.999);
        Batches().ShouldBeEmpty();

        _rig.Advance(0.001);

        var batch = Batches().ShouldHaveSingleItem();
        batch.By.ShouldBe(new PlannedBy(Name, "did not answer within 20 s"));
        batch.Trials.ShouldHaveSingleItem().Proposed.Candidate.ShouldBe(At(0.01));
        EventText.Of(batch, Spec).ShouldSatisfyAllConditions(
            said => said.Text.ShouldEndWith("; by the built-in planner, as 'genius' did not answer within 20 s"),
            said => said.Trouble.ShouldBeTrue());
    }

    [Theory]
    [InlineData(Delivery.NobodyListens, "is not there")]
    [InlineData(Delivery.NotSent, "could not be asked: the broker is away, or does not take so large a question")]
    public void Question_ThatCannotBeAsked_IsNotWaitedFor(Delivery delivery, string why)
    {
        _rig.Bus.PlannerDelivery = delivery;

        _rig.Start("one", Spec);

        Batches().ShouldHaveSingleItem().By.ShouldBe(new PlannedBy(Name, why));
    }

    public static TheoryData<string, string> BadAnswers => new()
    {
        { """{}""", "proposed 0 candidates, not 1" },
        { """{"candidates": []}""", "proposed 0 candidates, not 1" },
        { """{"candidates": [{"candidate": {"x": 0.1}}, {"candidate": {"x": 0.2}}]}""", "proposed 2 candidates, not 1" },
        { """{"candidates": [{"candidate": {"x": 1.5}}]}""", "proposed x=1.5, which is not in the search space: x: 1.5 is outside [0, 1]" },
        { """{"candidates": [{"candidate": {"x": "a"}}]}""", "proposed x=a, which is not in the search space: x: a is not a number" },
        { """{"candidates": [{"candidate": {}}]}""", "proposed , which is not in the search space: expected values for x" },
        { """{"candidates": [{"candidate": {"x": 0.5, "z": 1}}]}""", "proposed x=0.5, z=1, which is not in the search space: expected values for x" },
        { """{"candidates": [{"candidate": {"x": 0.5}, "predictions": {"z": {"mean": 1, "sd": 1}}}]}""", "predicted 'z', which is no objective" },
        { """{"error": {"message": "no idea"}}""", "answered that it cannot: no idea" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public void Answer_ThatCannotBeDone_IsRefusedWithTheReason(string answer, string why)
    {
        _rig.Start("one", Spec);
        LabJson.TryRead<ProposalMessage>(System.Text.Encoding.UTF8.GetBytes(answer), out var proposal, out _).ShouldBeTrue();

        Answer(proposal!);

        var batch = Batches().ShouldHaveSingleItem();
        batch.By.ShouldBe(new PlannedBy(Name, why));
        batch.Trials.ShouldHaveSingleItem().Proposed.Candidate.ShouldBe(At(0.01));
    }

    [Fact]
    public void Answer_ThatCannotBeRead_IsRefusedAtOnce()
    {
        _rig.Start("one", Spec);

        _rig.Hear(new LabMessage.ProposalArrived(_rig.Bus.Questions[^1].Question.CorrelationId!, null, "`candidates` must be an array"));

        Batches().ShouldHaveSingleItem().By!.FellBack.ShouldBe("answered what cannot be read: `candidates` must be an array");
    }

    [Fact]
    public void Answer_Late_OrRepeated_OrToNoQuestion_ChangesNothing()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Spec);
        var question = _rig.Bus.Questions[^1].Question;
        _rig.Hear(new LabMessage.ProposalArrived("one-0001/proposal/7/0", Proposal(0.3), null));
        _rig.Hear(new LabMessage.ProposalArrived("another-0001/proposal/1/0", Proposal(0.3), null));
        Batches().ShouldBeEmpty();

        _rig.Advance(20);
        _rig.Hear(new LabMessage.ProposalArrived(question.CorrelationId!, Proposal(0.5), null));
        _rig.Hear(new LabMessage.ProposalArrived(question.CorrelationId!, Proposal(0.6), null));

        Batches().ShouldHaveSingleItem().By!.FellBack.ShouldNotBeNull();
    }

    /// <summary>The first answer counts; a second one to the same question has nobody who waits.</summary>
    [Fact]
    public void Answer_Twice_IsOneTrial()
    {
        _rig.Start("one", Spec);
        var question = _rig.Bus.Questions[^1].Question;

        _rig.Hear(
            new LabMessage.ProposalArrived(question.CorrelationId!, Proposal(0.5), null),
            new LabMessage.ProposalArrived(question.CorrelationId!, Proposal(0.6), null));

        Batches().ShouldHaveSingleItem().Trials.ShouldHaveSingleItem().Proposed.Candidate.ShouldBe(At(0.5));
    }

    [Fact]
    public void Candidate_ThatWasTried_IsRefused()
    {
        var second = AfterOneTrial();

        second.Ask.ShouldNotBeNull();
        Answer(Proposal(0.5));

        Batches()[^1].By!.FellBack.ShouldBe("proposed x=0.5, which was tried or proposed before");
    }

    [Fact]
    public void Model_IsAskedForAfterAResult_AndJournaled()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Spec);
        Answer(Proposal(0.5));
        Measure(1, 2.5);

        var question = _rig.Bus.Questions[^1].Question;
        question.Ask.ShouldBeNull();
        var told = question.Tell.ShouldHaveSingleItem();
        (told.Id, told.Candidate, told.Failed).ShouldBe(("1", At(0.5), null));
        told.Values.ShouldNotBeNull()["y"].ShouldBe(2.5);
        Answer(new ProposalMessage { Model = new ModelSummary("guess", "h1", 1, new Dictionary<string, double>(), new Dictionary<string, double>()) });

        var retrained = Events().OfType<Retrained>().ShouldHaveSingleItem();
        (retrained.Model!.Name, retrained.By).ShouldBe(("guess", new PlannedBy(Name, null)));
        _rig.Bus.Questions[^1].Question.Ask.ShouldNotBeNull();
    }

    [Fact]
    public void Model_NotTold_IsTheBuiltIns()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Spec);
        Answer(Proposal(0.5));
        Measure(1, 2.5);

        _rig.Advance(20);

        Events().OfType<Retrained>().ShouldHaveSingleItem().By.ShouldBe(new PlannedBy(Name, "did not answer within 20 s"));
    }

    /// <summary>A crash while the planner thinks: the same question again, and an answer to either of them will do.</summary>
    [Fact]
    public void Crash_WhileItThinks_AsksTheSameAgain_AndTakesTheAnswerToTheFirst()
    {
        _rig.Start("one", Spec);
        var first = _rig.Bus.Questions.ShouldHaveSingleItem().Question;
        _rig.Boot();

        _rig.Start("one", Spec);
        var again = _rig.Bus.Questions.ShouldHaveSingleItem().Question;

        (again with { AnswerBy = first.AnswerBy, Declare = first.Declare, Tell = first.Tell, Ask = first.Ask }).ShouldBe(first);
        again.Declare.GetRawText().ShouldBe(first.Declare.GetRawText());
        _rig.Hear(new LabMessage.ProposalArrived(first.CorrelationId!, Proposal(0.5), null));
        Batches().ShouldHaveSingleItem().By.ShouldBe(new PlannedBy(Name, null));
    }

    /// <summary>A result that arrives while the planner thinks makes another question; the answer to the first is nobody's.</summary>
    [Fact]
    public void Question_OvertakenByAResult_IsReplaced_AndItsDeadlineMeansNothing()
    {
        _rig.InstrumentAppears(capacity: 2);
        _rig.Start("one", Spec with { Batch = new BatchPolicy(BatchMode.Asynchronous, 2), Budget = new Budget(9, null, null) });
        Answer(new ProposalMessage { Candidates = [new() { Candidate = At(0.1) }, new() { Candidate = At(0.2) }] });
        Measure(1, 1);
        Answer(new ProposalMessage());
        var overtaken = _rig.Bus.Questions[^1].Question;
        overtaken.Ask.ShouldNotBeNull().Pending.ShouldHaveSingleItem();
        _rig.Advance(10);
        Measure(2, 2);
        Answer(new ProposalMessage());
        var next = _rig.Bus.Questions[^1].Question;

        next.CorrelationId.ShouldNotBe(overtaken.CorrelationId);
        next.Ask.ShouldNotBeNull().N.ShouldBe(2);
        _rig.Hear(new LabMessage.ProposalArrived(overtaken.CorrelationId!, Proposal(0.3), null));
        _rig.Advance(15);
        Batches().Count.ShouldBe(1);
        _rig.Advance(5);
        Batches()[^1].By!.FellBack.ShouldBe("did not answer within 20 s");
        Batches()[^1].Trials.Count.ShouldBe(2);
    }

    private static Candidate At(double x) => new([new("x", x)]);

    private static ProposalMessage Proposal(double x) => new() { Candidates = [new PlannedCandidate { Candidate = At(x) }] };

    private PlannerQuestionMessage AfterOneTrial()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Spec);
        Answer(Proposal(0.5));
        Measure(1, 2.5);
        Answer(new ProposalMessage());
        return _rig.Bus.Questions[^1].Question;
    }

    private void Answer(ProposalMessage proposal) => _rig.Hear(new LabMessage.ProposalArrived(_rig.Bus.Questions[^1].Question.CorrelationId!, proposal, null));

    private void Measure(int trial, double y)
    {
        var id = new DispatchId("one-0001", trial, "measure", 1);
        _rig.Answer(id, DispatchStatus.Accepted);
        _rig.Measure(id, y);
        _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(id, DispatchStatus.Succeeded) with { Closed = true }));
    }

    private IReadOnlyList<CampaignEvent> Events() => _rig.Journals.ReadCampaign("one");

    private List<BatchProposed> Batches() => [.. Events().OfType<BatchProposed>()];
}
