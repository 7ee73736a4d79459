using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Orchestrator.Tests;

public sealed class LabHostTests : IDisposable
{
    private static readonly DispatchId First = new("one-0001", 1, "measure", 1);

    private readonly HostRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Campaign_RunsFromItsFirstProposalToItsEnd()
    {
        _rig.InstrumentAppears();
        var run = _rig.Start("one", Samples.Spec);
        for (var trial = 1; trial <= 3; trial++)
        {
            var id = First with { Trial = trial };
            _rig.Bus.Commands[^1].DispatchId.ShouldBe(id);
            _rig.Answer(id, DispatchStatus.Accepted);
            _rig.Measure(id, trial);
            _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(id, DispatchStatus.Succeeded) with { Closed = true }));
        }

        End(run).Stage.ShouldBe(RunStage.Completed);
        End(run).Observed.Count.ShouldBe(3);
        _rig.Host.Runs.ShouldBeEmpty();
    }

    /// <summary>Journal before act: the grant, then the decision, then the command.</summary>
    [Fact]
    public void Command_IsSentOnlyAfterGrantAndDecisionAreDurable()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Trace.Clear();
        _rig.InstrumentAppears();
        _rig.Trace.ShouldBe(["sync lab", "sync campaigns", "command 1.measure.1 to rig"]);
    }

    [Fact]
    public void Status_StillShownOfAClosedDispatch_IsClosedAgain_AlsoAfterTheEnd()
    {
        _rig.InstrumentAppears();
        var run = _rig.Start("one", Samples.Spec with { Budget = new Budget(1, null, null) });
        _rig.Answer(First, DispatchStatus.Accepted);
        _rig.Measure(First, 1);
        _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(First, DispatchStatus.Succeeded) with { Closed = true }));
        End(run).IsOver.ShouldBeTrue();
        _rig.Trace.Clear();

        _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(First, DispatchStatus.Running)));

        _rig.Trace.ShouldBe(["Close 1.measure.1 to rig"]);
    }

    [Fact]
    public void MessagesAtHand_AreOneAppend()
    {
        _rig.InstrumentAppears(capacity: 2);
        _rig.Start("one", Samples.Spec with { Batch = new BatchPolicy(BatchMode.Synchronous, 2) });
        var second = First with { Trial = 2 };
        _rig.Trace.Clear();
        _rig.Hear(
            new LabMessage.StatusArrived("rig", Samples.Status(First, DispatchStatus.Accepted)),
            new LabMessage.ResultArrived("rig", Samples.Result(First, 1)),
            new LabMessage.StatusArrived("rig", Samples.Status(second, DispatchStatus.Accepted)));
        _rig.Trace[0].ShouldBe("sync campaigns");
        _rig.Trace[1].ShouldBe("Close 1.measure.1 to rig");
        _rig.Journals.ReadCampaign("one").OfType<StepAccepted>().Count().ShouldBe(2);
    }

    [Fact]
    public void Command_IsSentAgainUntilConfirmed_WithTheSameIdAndHash()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        _rig.Advance(4.9);
        _rig.Bus.Commands.Count.ShouldBe(1);
        _rig.Advance(0.1);
        _rig.Bus.Commands.Count.ShouldBe(2);
        (_rig.Bus.Commands[1].DispatchId, _rig.Bus.Commands[1].Hash()).ShouldBe((_rig.Bus.Commands[0].DispatchId, _rig.Bus.Commands[0].Hash()));
        _rig.Bus.Commands[1].StartBy.ShouldBe(_rig.Bus.Commands[0].StartBy.AddSeconds(5));
        _rig.Answer(First, DispatchStatus.Accepted);
        _rig.Advance(60);
        _rig.Bus.Commands.Count.ShouldBe(2);
    }

    [Fact]
    public void Crash_BeforeConfirmation_SendsTheSameCommandInTheNextLife()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        var command = _rig.Bus.Commands.Single();
        _rig.Boot();
        _rig.Start("one", Samples.Spec);
        var again = _rig.Bus.Commands.Single();
        (again.DispatchId, again.Hash(), again.Epoch).ShouldBe((command.DispatchId, command.Hash(), command.Epoch + 1));
    }

    [Fact]
    public void Crash_AfterConfirmation_AsksWhatBecameOfIt()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        _rig.Answer(First, DispatchStatus.Accepted);
        _rig.Boot();
        _rig.Start("one", null);
        _rig.Bus.Commands.ShouldBeEmpty();
        var (instrument, control) = _rig.Bus.Controls.ShouldHaveSingleItem();
        (instrument, control.Verb, control.DispatchId, control.Epoch).ShouldBe(("rig", ControlVerb.Query, First, 2));
    }

    [Fact]
    public void Crash_BetweenGrantAndDecision_UsesTheSamePlace()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Hear(Samples.Presence("other"), Samples.Presence("rig"));
        _rig.Lab.View.Take(Samples.Capabilities("rig"));
        _rig.Lab.View.Take(Samples.State("rig"));
        _rig.Lab.Grant([First]).ShouldHaveSingleItem().Instrument.ShouldBe("rig");
        _rig.Boot();
        _rig.InstrumentAppears("another");
        _rig.Start("one", null);
        _rig.Bus.Commands.ShouldHaveSingleItem();
        _rig.Trace[^1].ShouldBe("command 1.measure.1 to rig");
    }

    [Fact]
    public void ChangedFile_IsRefusedWithItsDifference_AndNothingIsChanged()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Boot();
        var refusal = Refused(_rig.Start("one", Samples.Spec with { InitialTrials = 3 }));
        refusal.Message.ShouldBe("the file of campaign 'one' has changed since run one-0001 was started");
        refusal.Difference.ShouldBe(["- \"initialTrials\": 2", "+ \"initialTrials\": 3"]);
        _rig.Journals.ReadCampaign("one").OfType<CampaignOpened>().Count().ShouldBe(1);
        _rig.Start("one", Samples.Spec).IsCompleted.ShouldBeFalse("the refusal must leave no lock");
    }

    [Fact]
    public void RunningCampaign_IsNotRunTwice()
    {
        _rig.Start("one", Samples.Spec);
        Refused(_rig.Start("one", Samples.Spec)).Message.ShouldBe("campaign 'one' is running already");
    }

    [Fact]
    public void CampaignHeldByAnotherHost_IsInUse()
    {
        using var held = _rig.Journals.OpenCampaign("one");
        _rig.Start("one", Samples.Spec).Exception!.InnerException.ShouldBeOfType<FileInUseException>();
    }

    [Fact]
    public void UnstartedCampaign_NeedsItsFile() => Refused(_rig.Start("one", null)).Message.ShouldBe("campaign 'one' has not started, so its file is needed");

    [Fact]
    public void EndedCampaign_IsNotOpenedAgain()
    {
        var run = _rig.Start("one", Samples.Spec);
        Steer(CampaignVerb.Abort);
        End(run).Stage.ShouldBe(RunStage.Aborted);
        End(_rig.Start("one", Samples.Spec)).Stage.ShouldBe(RunStage.Aborted);
        _rig.Journals.ReadCampaign("one").OfType<CampaignOpened>().Count().ShouldBe(1);
    }

    [Fact]
    public void UnknownRun_IsKeptAsAStrayOnce()
    {
        var stranger = new DispatchId("nobody-0001", 1, "measure", 1);
        _rig.Answer(stranger, DispatchStatus.Accepted);
        _rig.Answer(stranger, DispatchStatus.Running);
        _rig.Measure(stranger, 1);
        Strays().ShouldHaveSingleItem().Dispatch.ShouldBe("nobody-0001.1.measure.1");
    }

    [Fact]
    public void RunOfACampaignThatIsNotInHand_IsNoStray()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Boot();
        _rig.Answer(First, DispatchStatus.Accepted);
        Strays().ShouldBeEmpty();
    }

    [Fact]
    public void MalformedMessages_GoToTheirRun_OrAreStrays()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        _rig.Hear(
            new LabMessage.Malformed("topic", "rig", First, "not JSON", new byte[] { (byte)'{' }, 1),
            new LabMessage.Malformed("topic", null, null, "not JSON", new byte[] { (byte)'[' }, 1),
            new LabMessage.Malformed("topic", "rig", First with { Run = "nobody-1" }, "not JSON", new byte[] { (byte)'{' }, 1));
        _rig.Journals.ReadCampaign("one").OfType<MessageQuarantined>().Single().Excerpt.ShouldBe("{");
        Strays().Select(stray => (stray.Source, stray.Dispatch)).ShouldBe([("topic", null), ("rig", "nobody-1.1.measure.1")]);
    }

    [Fact]
    public void LedgerThatChanged_WhileTheCampaignWasNotInHand_IsToldAtItsStart()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        _rig.Answer(First, DispatchStatus.Accepted);
        _rig.Boot();
        _rig.InstrumentAppears(ledger: "L2");
        _rig.Start("one", null);
        _rig.Journals.ReadCampaign("one").OfType<StepIndeterminate>().Single().Id.ShouldBe(First);
    }

    [Fact]
    public void LaterOpeningElsewhere_FaultsThisOne()
    {
        _rig.InstrumentAppears();
        var run = _rig.Start("one", Samples.Spec);
        _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(First, DispatchStatus.Rejected) with { Refusal = RefusalReason.OldEpoch, SeenEpoch = 2 }));
        End(run).Fault.ShouldBe("rig refused: another host opened this run as epoch 2, later than this one's 1");
    }

    [Fact]
    public void OptimizerThatFails_FaultsTheRun_AndTheNextOpeningTriesAnew()
    {
        _rig.InstrumentAppears();
        var run = _rig.Start("one", Samples.Spec);
        _rig.Planner.Failure = "singular matrix";
        _rig.Measure(First, 1);
        End(run).Fault.ShouldBe("the optimizer failed: singular matrix");
        _rig.Planner.Failure = null;
        _rig.Start("one", Samples.Spec);
        _rig.Bus.Commands[^1].DispatchId.ShouldBe(First with { Trial = 2 });
    }

    [Fact]
    public void Drain_LetsRunningStepsEnd_AndSuspends()
    {
        _rig.InstrumentAppears();
        var run = _rig.Start("one", Samples.Spec);
        _rig.Do(() => _rig.Host.Drain("update"));
        run.IsCompleted.ShouldBeFalse();
        _rig.Measure(First, 1);
        End(run).Suspended.ShouldBeTrue();
    }

    [Fact]
    public void Operators_SteerWhatRuns_AndAreAnswered()
    {
        Steer(CampaignVerb.Pause);
        _rig.Bus.Replies[^1].Lines.ShouldBe(["campaign 'one' is not running on host"]);
        _rig.Start("one", Samples.Spec);
        Steer(CampaignVerb.Pause);
        _rig.Bus.Replies[^1].Accepted.ShouldBeTrue();
        _rig.Journals.ReadCampaign("one").OfType<CampaignPaused>().Single().Reason.ShouldBe("an operator asked to pause");
        _rig.Hear(new LabMessage.HostControlArrived(new HostControlMessage(HostVerb.Status, null, null), new ReplyAddress("inbox", default)));
        _rig.Bus.Replies[^1].Lines.ShouldBe(["Status"]);
    }

    [Fact]
    public void Operators_ApproveWhatIsAsked_AndAreAnswered()
    {
        _rig.InstrumentAppears();
        var spec = Samples.Spec with { Workflow = [.. Samples.Spec.Workflow.Select(step => step with { Approve = new Approval(TimeSpan.FromHours(1), false) })] };
        _rig.Start("one", spec);
        var id = $"{First.Run}.1.measure";
        _rig.Bus.Commands.ShouldBeEmpty();
        _rig.Bus.Shown.Single(shown => shown.Topic == $"request/{id}").Json.ShouldContain("\"otherwise\":\"reject\"");

        Answer(CampaignVerb.Approve, "no-such.1.measure");
        _rig.Bus.Replies[^1].Lines.ShouldBe([$"campaign 'one' has no open request 'no-such.1.measure'; open are {id}"]);
        Answer(CampaignVerb.Approve, id);
        _rig.Bus.Replies[^1].Lines.ShouldBe([$"{id} is approved"]);

        _rig.Bus.Commands.ShouldHaveSingleItem().DispatchId.ShouldBe(First);
        _rig.Bus.Shown.Last(shown => shown.Topic == $"request/{id}").Json.ShouldBeEmpty();
        _rig.Journals.ReadCampaign("one").OfType<RequestWithdrawn>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Operators_WhoTellOfAStockThatTheLabDoesNotKeep_AreToldSo()
    {
        _rig.Start("one", Samples.Spec);
        _rig.Hear(new LabMessage.HostControlArrived(new HostControlMessage(HostVerb.Refill, null, null) { Item = "dye", Amount = 3 }, new ReplyAddress("inbox", default)));
        _rig.Bus.Replies[^1].Lines.ShouldBe(["the lab keeps no stock 'dye'; it keeps none"]);
    }

    [Fact]
    public void TwoCampaigns_ShareAnInstrument_OneStepAtATime()
    {
        _rig.InstrumentAppears();
        var runs = new[] { _rig.Start("one", Samples.Spec), _rig.Start("two", Samples.Spec with { Name = "two" }) };
        for (var done = 1; done <= 6; done++)
        {
            _rig.Bus.Commands.Count.ShouldBe(done, "one place, one step");
            var id = _rig.Bus.Commands[^1].DispatchId;
            _rig.Measure(id, done);
            _rig.Hear(new LabMessage.StatusArrived("rig", Samples.Status(id, DispatchStatus.Succeeded) with { Closed = true }));
        }

        runs.Select(run => End(run).Observed.Count).ShouldBe([3, 3]);
    }

    private static CampaignState End(Task<CampaignState> run)
    {
        run.IsCompletedSuccessfully.ShouldBeTrue();
        return run.Result;
    }

    private static CampaignRefusedException Refused(Task<CampaignState> run) => run.Exception.ShouldNotBeNull().InnerException.ShouldBeOfType<CampaignRefusedException>();

    private void Steer(CampaignVerb verb) =>
        _rig.Hear(new LabMessage.CampaignControlArrived("one", new CampaignControlMessage(verb, null), new ReplyAddress("inbox", default)));

    private void Answer(CampaignVerb verb, string request) =>
        _rig.Hear(new LabMessage.CampaignControlArrived("one", new CampaignControlMessage(verb, null) { Request = request }, new ReplyAddress("inbox", default)));

    private List<StrayMessageKept> Strays() => [.. _rig.LabEvents().OfType<StrayMessageKept>()];
}
