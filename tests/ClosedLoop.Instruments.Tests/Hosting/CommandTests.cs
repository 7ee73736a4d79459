using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

public sealed class CommandTests
{
    private static readonly DispatchId One = LabRig.IdOf(1);

    [Fact]
    public void Command_FromArrivalToResult_IsDurableBeforeItActsAndBeforeItTells()
    {
        using var rig = new LabRig().Start();
        rig.Trace.Clear();

        rig.Send(rig.Command());
        ResultFile? file = null;
        rig.Do(() => file = rig.Device.Contexts[One].Keep("curve.csv", "raw data"u8));
        rig.Finish(1, new StepOutcome.Succeeded(new Dictionary<string, ParameterValue> { ["yield"] = 0.7 }, [file!]));

        rig.Trace.ShouldBe([
            "ledger epoch", "ledger intent", "act", "status Running", "reply Running", "state busy",
            "file raw data", "ledger ended", "result", "status Succeeded", "state idle"]);
        var result = rig.Bus.Results[One];
        result.Outputs["yield"].Number.ShouldBe(0.7);
        result.LedgerId.ShouldBe("ledger-1");
        result.Files.ShouldHaveSingleItem().Bytes.ShouldBe(8);
        rig.Bus.Statuses[One].CommandHash.ShouldBe(rig.Command().Hash());
    }

    [Fact]
    public void Command_SameAgainWhileRunning_IsNotDoneTwice()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Send(rig.Command() with { StartBy = rig.Time.GetUtcNow().AddHours(1) });

        rig.Device.Acts.Count.ShouldBe(1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Running);
    }

    [Fact]
    public void Command_SameAgainAfterSuccess_AnswersAndShowsTheResultAgain()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Bus.Results.Clear();
        rig.Bus.Statuses.Clear();

        rig.Send(rig.Command());

        rig.Device.Acts.Count.ShouldBe(1);
        rig.LastReply.Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Bus.Results[One].Outputs["yield"].Number.ShouldBe(0.5);
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
    }

    [Fact]
    public void Command_SameAgainAfterRestart_IsNotDoneTwice()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        rig.Send(ControlVerb.Close, 1);
        rig.KillAndRestart();

        rig.Send(rig.Command());

        rig.Device.Acts.Count.ShouldBe(1);
        rig.LastReply.ShouldSatisfyAllConditions(r => r.Status.ShouldBe(DispatchStatus.Succeeded), r => r.Closed.ShouldBeTrue());
    }

    [Fact]
    public void Command_KnownIdOtherContent_IsAConflictAndChangesNothing()
    {
        using var rig = new LabRig().Start();
        rig.Send(rig.Command());
        rig.Finish(1, LabRig.Yield(0.5));
        var ledger = rig.Disk.Ledger;

        rig.Send(rig.Command() with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 301, ["gas"] = "argon" } });

        rig.LastReply.Status.ShouldBe(DispatchStatus.Rejected);
        rig.LastReply.Refusal.ShouldBe(RefusalReason.Conflict);
        rig.LastReply.CommandHash.ShouldBe(rig.Command().Hash());
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Succeeded);
        rig.Disk.Ledger.ShouldBe(ledger);
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void Command_ForAnotherLedger_IsRefusedAndNotRecorded()
    {
        using var rig = new LabRig().Start();
        var ledger = rig.Disk.Ledger;

        rig.Send(rig.Command() with { LedgerId = "ledger-of-before" });

        rig.LastReply.Refusal.ShouldBe(RefusalReason.LedgerMismatch);
        rig.LastReply.LedgerId.ShouldBe("ledger-1");
        rig.Disk.Ledger.ShouldBe(ledger);
        rig.Bus.Statuses.ShouldBeEmpty();
        rig.Device.Acts.ShouldBeEmpty();
    }

    [Fact]
    public void Command_OfAnOlderEpoch_IsRefusedAlsoAfterARestart()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Query, 9, epoch: 4);
        rig.KillAndRestart();

        rig.Send(rig.Command() with { Epoch = 3 });

        rig.LastReply.Refusal.ShouldBe(RefusalReason.OldEpoch);
        rig.Bus.Statuses.ShouldBeEmpty();
        rig.Device.Acts.ShouldBeEmpty();
        rig.Send(rig.Command() with { Epoch = 4 });
        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Fact]
    public void Command_OfAnotherRunWithALowerEpoch_IsDone()
    {
        using var rig = new LabRig().Start();
        rig.Send(ControlVerb.Query, 9, epoch: 4);

        rig.Send(rig.Command() with { DispatchId = One with { Run = "other" }, Epoch = 1 });

        rig.Device.Acts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(RefusalReason.Expired)]
    [InlineData(RefusalReason.SimulatedMismatch)]
    [InlineData(RefusalReason.Unsupported, "capability")]
    [InlineData(RefusalReason.Unsupported, "missing")]
    [InlineData(RefusalReason.Unsupported, "not a number")]
    [InlineData(RefusalReason.Unsupported, "time limit")]
    [InlineData(RefusalReason.OutsideLimits, "900.5")]
    [InlineData(RefusalReason.OutsideLimits, "NaN")]
    [InlineData(RefusalReason.NotReady)]
    [InlineData(RefusalReason.Busy)]
    public void Command_ThatCannotBeDone_StaysRefusedForEver(RefusalReason reason, string? detail = null)
    {
        using var rig = new LabRig().Start();
        var good = rig.Command();
        var command = (reason, detail) switch
        {
            (RefusalReason.Expired, _) => good with { StartBy = rig.Time.GetUtcNow().AddSeconds(-1) },
            (RefusalReason.SimulatedMismatch, _) => good with { Simulated = true },
            (RefusalReason.Unsupported, "capability") => good with { Capability = "levitate" },
            (RefusalReason.Unsupported, "missing") => good with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 300 } },
            (RefusalReason.Unsupported, "not a number") => With(good, "hot"),
            (RefusalReason.Unsupported, _) => good with { TimeLimit = TimeSpan.Zero },
            (RefusalReason.OutsideLimits, "NaN") => With(good, double.NaN),
            (RefusalReason.OutsideLimits, _) => With(good, 900.5),
            _ => good,
        };
        if (reason == RefusalReason.NotReady)
        {
            rig.Send(ControlVerb.Pause);
        }
        else if (reason == RefusalReason.Busy)
        {
            rig.Send(rig.Command(2));
        }

        var before = rig.Device.Acts.Count;
        rig.Send(command);

        rig.LastReply.Refusal.ShouldBe(reason);
        (detail is null || rig.LastReply.Message!.Contains(detail, StringComparison.Ordinal)).ShouldBeTrue(rig.LastReply.Message);
        rig.Bus.Statuses[One].Status.ShouldBe(DispatchStatus.Rejected);
        rig.Disk.LedgerTypes[^1].ShouldBe("ended");

        // A late copy of a refused command, when nothing speaks against it any more, must not be done: a new attempt may be under way.
        rig.Send(ControlVerb.Resume);
        rig.KillAndRestart();
        rig.Send(command with { StartBy = rig.Time.GetUtcNow().AddMinutes(5) });
        rig.LastReply.Refusal.ShouldBe(reason);
        rig.Device.Acts.Count.ShouldBe(before);
    }

    [Fact]
    public void Command_AtTheLimits_IsDone()
    {
        using var rig = new LabRig(capacity: 2).Start();
        rig.Send(With(rig.Command(1), 20));
        rig.Send(With(rig.Command(2), 900));
        rig.Device.Acts.Count.ShouldBe(2);
    }

    [Fact]
    public void Commands_UpToCapacity_RunSideBySide()
    {
        using var rig = new LabRig(capacity: 2).Start();
        rig.Send(rig.Command(1));
        rig.Send(rig.Command(2));
        rig.Send(rig.Command(3));

        rig.Device.Acts.ShouldBe([LabRig.IdOf(1), LabRig.IdOf(2)]);
        rig.LastReply.Refusal.ShouldBe(RefusalReason.Busy);
        rig.State.Active.ShouldBe(["run.1.anneal.1", "run.2.anneal.1"]);
        rig.Finish(2, LabRig.Yield(2));
        rig.Send(rig.Command(4));
        rig.Device.Acts.Count.ShouldBe(3);
        rig.Finish(1, LabRig.Yield(1));
        rig.Bus.Results[LabRig.IdOf(1)].Outputs["yield"].Number.ShouldBe(1);
        rig.Bus.Results[LabRig.IdOf(2)].Outputs["yield"].Number.ShouldBe(2);
    }

    [Fact]
    public void Seed_OfTheSameDispatch_IsTheSame()
    {
        using var rig = new LabRig(recoverable: true, capacity: 2).Start();
        rig.Send(rig.Command(1));
        rig.Send(rig.Command(2));
        var seeds = new[] { rig.Device.Contexts[LabRig.IdOf(1)].Seed, rig.Device.Contexts[LabRig.IdOf(2)].Seed };
        seeds[0].ShouldNotBe(seeds[1]);

        rig.KillAndRestart();

        rig.Device.Contexts[LabRig.IdOf(1)].Seed.ShouldBe(seeds[0]);
    }

    private static CommandMessage With(CommandMessage command, ParameterValue temperature) =>
        command with { Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = temperature, ["gas"] = "argon" } };
}
