using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>What simulations of the whole loop found on the instrument's side.</summary>
public sealed class WholeLoopFindingsTests
{
    [Fact]
    public void Beat_WithoutAnyChange_DescribesTheInstrumentAgain()
    {
        using var rig = new LabRig().Start();
        rig.Trace.Clear();

        rig.Advance(TimeSpan.FromSeconds(30));

        rig.Trace.ShouldBe(["capabilities", "state idle"]);
    }

    [Fact]
    public void Command_OfAnOldEpoch_LearnsWhichEpochWasSeen()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Query, 1, epoch: 4);

        rig.Send(rig.Command() with { Epoch = 3 });

        rig.LastReply.Refusal.ShouldBe(RefusalReason.OldEpoch);
        rig.LastReply.SeenEpoch.ShouldBe(4);
    }

    [Fact]
    public void Cancel_OfADispatchThatHasEnded_ShowsItsResultAgain()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Results.Clear();

        rig.Send(ControlVerb.Cancel, 1);

        rig.LastReply.Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Bus.Results.ShouldContainKey(LabRig.IdOf(1));
    }

    [Fact]
    public void Query_AfterAClose_ShowsTheResultAndClearsItAtTheNextBeat()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Send(ControlVerb.Close, 1);

        rig.Send(ControlVerb.Query, 1);
        rig.Bus.Results.ShouldContainKey(LabRig.IdOf(1));
        rig.Advance(TimeSpan.FromSeconds(30));

        rig.Bus.Results.ShouldBeEmpty();
    }

    [Fact]
    public void Close_OfWhatALostLedgerHeld_ClearsWhatIsLeftOnTheBus()
    {
        using var rig = new LabRig().Start();
        rig.Trace.Clear();

        rig.Send(ControlVerb.Close, 1);

        rig.LastReply.Status.ShouldBe(DispatchStatus.Unknown);
        rig.Trace.ShouldContain("clear");
    }

    /// <summary>Whoever has an answer does not ask again; killed before it clears later, the host would leave it on the bus for ever.</summary>
    [Fact]
    public void Close_WhoseClearingDoesNotComeThrough_IsNotAnsweredUntilItDoes()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Replies.Clear();
        rig.Bus.Refuses = "clear";

        rig.Send(ControlVerb.Close, 1);
        rig.Bus.Replies.ShouldBeEmpty();
        rig.KillAndRestart();
        rig.Bus.Refuses = null;
        rig.Send(ControlVerb.Close, 1);

        rig.LastReply.Closed.ShouldBeTrue();
        rig.Bus.Results.ShouldBeEmpty();
        rig.Bus.Statuses.ShouldBeEmpty();
    }
}
