namespace ClosedLoop.Conformance.Tests;

/// <summary>The kit against an instrument that was written from the contract alone, with one violation at a time.</summary>
public sealed class BadInstrumentTests
{
    private static readonly Dictionary<Violation, string> Violated = new()
    {
        [Violation.PresenceNotRetained] = "presence",
        [Violation.DeclaresTwice] = "capabilities",
        [Violation.StateStandsStill] = "state",
        [Violation.LacksAnOutput] = "command",
        [Violation.ResultAfterStatus] = "result-order",
        [Violation.ResultNotRetained] = "retained-until-closed",
        [Violation.CutsCorrelationAtZero] = "correlation",
        [Violation.OverlooksReplyTo] = "plain-json",
        [Violation.AnswersWithoutCorrelationId] = "plain-json",
        [Violation.HashOfItsOwn] = "command-hash",
        [Violation.RefusesUnknownMembers] = "unknown-members",
        [Violation.PerformsDuplicates] = "duplicate",
        [Violation.OverlooksConflicts] = "conflict",
        [Violation.ObeysExpired] = "expired",
        [Violation.PretendsEveryCapability] = "unknown-capability",
        [Violation.OverlooksMissingParameters] = "missing-parameter",
        [Violation.OverlooksLimits] = "limits",
        [Violation.IgnoresLedgerId] = "ledger-mismatch",
        [Violation.IgnoresEpoch] = "old-epoch",
        [Violation.IgnoresSimulated] = "simulated-mismatch",
        [Violation.ForgetsRefusals] = "refusal-kept",
        [Violation.TakesMoreThanItsCapacity] = "busy",
        [Violation.KnowsEveryId] = "query-unknown",
        [Violation.KeepsResultsToItself] = "query-known",
        [Violation.MakesNoTombstone] = "cancel-unknown",
        [Violation.IgnoresCancel] = "cancel-running",
        [Violation.HidesTheSample] = "cancel-running",
        [Violation.IgnoresTheTimeLimit] = "time-limit",
        [Violation.LeavesRetainedBehind] = "close-clears",
        [Violation.ForgetsWhatIsClosed] = "close-remembers",
        [Violation.IgnoresPause] = "pause-resume",
        [Violation.IgnoresSafeStop] = "safe-stop",
        [Violation.FallsOverMalformed] = "malformed",
        [Violation.EpochStands] = "restart-epoch",
        [Violation.HasNoWill] = "restart-will",
        [Violation.WillOutlivesTheNextOnline] = "restart-late-will",
        [Violation.LosesItsLedger] = "restart-ledger",
        [Violation.DoesNotPublishAgain] = "restart-republish",
        [Violation.BeginsAgainAfterARestart] = "restart-running",
        [Violation.ForgetsItsPastLife] = "restart-memory",
        [Violation.ObeysRetained] = "restart-retained",
        [Violation.MumblesAStatus] = "readable",
        [Violation.ShowsAnotherLedger] = "ledger-id",
    };

    public static TheoryData<string> Violations => [.. Violated.Keys.Select(violation => violation.ToString())];

    [Fact]
    public void GoodInstrument_PassesEverything_AndNothingIsLeftBehind()
    {
        var world = KitWorld.Scripted();

        var report = world.Run();

        report.Checks.Where(check => check.Outcome is not CheckOutcome.Passed).ShouldBeEmpty();
        report.Passed.ShouldBe(ConformanceChecks.All.Count);
        world.Observed.ShouldBe(report.Checks);
        world.Retained.ShouldAllBe(topic => !topic.Contains("/dispatch/") && !topic.EndsWith("/control"));
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public void BadInstrument_FailsTheCheckOfItsViolation_AndPassesTheOthers(string name)
    {
        var violation = Enum.Parse<Violation>(name);

        var report = KitWorld.Scripted(violation).Run();

        report.Checks.Where(check => check.Outcome is CheckOutcome.Failed).Select(check => check.Check.Id).ShouldBe([Violated[violation]], Text(report));
        report.Checks.Where(check => check.Outcome is CheckOutcome.Skipped).Select(check => check.Check.Id)
            .ShouldBe(violation == Violation.HasNoWill ? ["restart-late-will"] : [], Text(report));
    }

    [Fact]
    public void Violations_CoverEveryCheck()
    {
        Violated.Keys.ShouldBe(Enum.GetValues<Violation>().Except([Violation.None, Violation.ShowsNoCapabilities]), ignoreOrder: true);
        Violated.Values.Distinct().ShouldBe(ConformanceChecks.All.Select(check => check.Id), ignoreOrder: true);
    }

    private static string Text(ConformanceReport report) =>
        string.Join('\n', report.Checks.Where(check => check.Outcome is not CheckOutcome.Passed).SelectMany(TextFormat.Of));
}
