namespace ClosedLoop.Calculations.Tests;

public sealed class SlurmJudgementTests
{
    private static readonly SlurmPacing Pacing = new();
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static readonly SlurmSighting Nothing = new(null, TimeSpan.Zero, TimeSpan.Zero, null, IsAccounted: false, Copies: 0, IsAlive: false, IsStopping: false);

    [Fact]
    public void Absent_WhileTheControllerIsSilent_IsWaitedFor() => Judge(Nothing).ShouldBeOfType<SlurmVerdict.Wait>();

    [Fact]
    public void Absent_ForAMomentOnly_IsWaitedFor() => Judge(Nothing with { AbsentFor = Pacing.ForgottenAfter / 2 }).ShouldBeOfType<SlurmVerdict.Wait>();

    [Fact]
    public void Absent_BeforeTheAccountsWereAsked_HasThemAsked() => Judge(Nothing with { AbsentFor = Long }).ShouldBeOfType<SlurmVerdict.AskAccounts>();

    [Fact]
    public void Absent_AndNowhereKnown_IsSubmittedAgain() => Judge(Absent()).ShouldBeOfType<SlurmVerdict.Again>();

    [Fact]
    public void Absent_WithACopyThatGivesSignsOfLife_IsWaitedFor() => Judge(Absent() with { Copies = 1, IsAlive = true }).ShouldBeOfType<SlurmVerdict.Wait>();

    [Fact]
    public void Absent_WithACopyThatFellSilent_IsSubmittedAgain() => Judge(Absent() with { Copies = 1 }).ShouldBeOfType<SlurmVerdict.Again>();

    [Fact]
    public void Absent_AfterAsManyCopiesAsMayBegin_IsLost() => Ending(Absent() with { Copies = 4 }).IsLost.ShouldBeTrue();

    [Fact]
    public void Absent_AndCancelledByTheAccounts_IsNotSubmittedAgain()
    {
        var ending = Ending(Absent() with { Account = SlurmState.Cancelled });

        (ending.Signal, ending.StopRequested).ShouldBe((15, false));
    }

    /// <summary>An account may be that of an earlier submission under the same name, and says nothing of how the program ended.</summary>
    [Theory]
    [InlineData(nameof(SlurmState.Completed))]
    [InlineData(nameof(SlurmState.Failed))]
    [InlineData(nameof(SlurmState.NodeFailed))]
    public void Absent_AndEndedByTheAccounts_IsSubmittedAgain(string state) =>
        Judge(Absent() with { Account = Enum.Parse<SlurmState>(state) }).ShouldBeOfType<SlurmVerdict.Again>();

    [Fact]
    public void Absent_AndAskedToStop_IsOver() => Ending(Absent() with { IsStopping = true }).StopRequested.ShouldBeTrue();

    [Theory]
    [InlineData(nameof(SlurmState.Pending))]
    [InlineData(nameof(SlurmState.Running))]
    public void InTheQueue_IsWaitedFor(string state) => Judge(In(state, TimeSpan.Zero)).ShouldBeOfType<SlurmVerdict.Wait>();

    [Fact]
    public void InTheQueue_WhereItCanNeverBegin_IsLostWithTheReason() =>
        Ending(In(nameof(SlurmState.Pending), TimeSpan.Zero, "PartitionNodeLimit")).Note!.ShouldContain("PartitionNodeLimit");

    [Fact]
    public void InTheQueue_HeldBecauseANodeRefusedIt_IsSubmittedAgain() =>
        Judge(In(nameof(SlurmState.Pending), TimeSpan.Zero, "launch failed requeued held")).ShouldBeOfType<SlurmVerdict.Again>();

    [Fact]
    public void InTheQueue_HeldByAnOperator_IsWaitedFor() => Judge(In(nameof(SlurmState.Pending), TimeSpan.Zero, "JobHeldUser")).ShouldBeOfType<SlurmVerdict.Wait>();

    [Theory]
    [InlineData(nameof(SlurmState.TimedOut), true)]
    [InlineData(nameof(SlurmState.OutOfMemory), false)]
    public void KilledBySlurm_EndsAsKilled(string state, bool timedOut)
    {
        Judge(In(state, TimeSpan.FromSeconds(1)) with { Copies = 1 }).ShouldBeOfType<SlurmVerdict.Wait>("its files may be late");
        var ending = Ending(In(state, Long) with { Copies = 1 });

        (ending.Signal, ending.TimedOut).ShouldBe((9, timedOut));
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(9 << 8, true)]
    [InlineData(137 << 8, true)]
    [InlineData(75 << 8, false)]
    public void FailedOnItsNode_KilledForItsMemoryOrUnableToBegin_AreToldApart(int status, bool killed)
    {
        var verdict = SlurmJudgement.Of(In(nameof(SlurmState.Failed), Long, status: status) with { Copies = 1 }, new SlurmSettings(), Pacing);

        (verdict is SlurmVerdict.GiveUp { Ending.Signal: 9 }).ShouldBe(killed);
        (verdict is SlurmVerdict.Again).ShouldBe(!killed);
    }

    [Fact]
    public void FailedOnItsNode_AtTheSignalBeforeSlurmsTimeLimit_HasTimedOut() =>
        Ending(In(nameof(SlurmState.Failed), Long, status: 143 << 8) with { Copies = 1 }).TimedOut.ShouldBeTrue();

    [Fact]
    public void NodeFailed_WhileItsCopyRunsOn_IsWaitedFor() =>
        Judge(In(nameof(SlurmState.NodeFailed), Long) with { Copies = 1, IsAlive = true }).ShouldBeOfType<SlurmVerdict.Wait>();

    [Fact]
    public void NodeFailed_WithoutALivingCopy_IsSubmittedAgain() => Judge(In(nameof(SlurmState.NodeFailed), Long) with { Copies = 1 }).ShouldBeOfType<SlurmVerdict.Again>();

    [Fact]
    public void CancelledBeforeItBegan_OnOurWish_IsOverAtOnce() => Ending(In(nameof(SlurmState.Cancelled), TimeSpan.Zero) with { IsStopping = true }).StopRequested.ShouldBeTrue();

    private static SlurmSighting Absent() => Nothing with { AbsentFor = Long, IsAccounted = true };

    private static SlurmSighting In(string state, TimeSpan ended, string reason = "None", int status = 0) =>
        Nothing with { Job = new SlurmEntry(7, 0, [], "r", "abc", Enum.Parse<SlurmState>(state), reason, status), EndedFor = ended };

    private static SlurmVerdict Judge(SlurmSighting seen) => SlurmJudgement.Of(seen, new SlurmSettings(), Pacing);

    private static ProcessEnding Ending(SlurmSighting seen) => Judge(seen).ShouldBeOfType<SlurmVerdict.GiveUp>().Ending;
}
