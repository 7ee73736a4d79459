using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Tests;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Folders of runs go when their dispatch's end is durable, as the lab declares; what recovery and results need stays.</summary>
public sealed class RunCleaningTests : IDisposable
{
    private readonly Scripted _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("all", true, true, true)]
    [InlineData("failed", false, true, false)]
    [InlineData("none", false, false, false)]
    public async Task FoldersOfRuns_StayAsDeclared(string keep, bool finished, bool failed, bool cancelled)
    {
        var instrument = Instrument(keep switch { "all" => RunRetention.All, "failed" => RunRetention.OfFailed, _ => RunRetention.None });
        await Perform(instrument, 1, 1);
        await Perform(instrument, 2, -1);
        await Perform(instrument, 3, 3);

        (IsThere(1), IsThere(2), IsThere(3)).ShouldBe((true, true, true), "their ends are in no ledger yet");
        instrument.OnEnded(Id(1), DispatchStatus.Succeeded);
        instrument.OnEnded(Id(2), DispatchStatus.Failed);
        instrument.OnEnded(Id(3), DispatchStatus.Cancelled);
        instrument.OnEnded(Id(4), DispatchStatus.Rejected);

        (IsThere(1), IsThere(2), IsThere(3)).ShouldBe((finished, failed, cancelled));
    }

    [Fact]
    public async Task Result_OutlivesTheFolderOfItsRun()
    {
        var instrument = Instrument(RunRetention.None);
        var first = (await Perform(instrument, 1, 1)).ShouldBeOfType<StepOutcome.Succeeded>();

        instrument.OnEnded(Id(1), DispatchStatus.Succeeded);

        first.Files.ShouldAllBe(file => File.Exists(new Uri(file.Uri).LocalPath));
        var again = (await Perform(instrument, 2, 1)).ShouldBeOfType<StepOutcome.Succeeded>();
        (again.Outputs["cached"].Number, again.Outputs["energy"], _lab.Witnessed).ShouldBe((1, first.Outputs["energy"], 1));
    }

    [Fact]
    public async Task Failure_OfWhichNothingStays_NamesNoFolder() =>
        (await Perform(Instrument(RunRetention.None), 1, -1)).ShouldBeOfType<StepOutcome.Failed>().Message.ShouldNotContain("its files");

    [Fact]
    public async Task FoldersOfRuns_GoWhenTheirTimeIsOver()
    {
        var time = new ManualTime();
        var instrument = Instrument(RunRetention.All with { For = TimeSpan.FromDays(30) }, time);
        await Perform(instrument, 1, 1);
        await Perform(instrument, 2, -1);
        RunAt(1, time.GetUtcNow());
        instrument.OnEnded(Id(1), DispatchStatus.Succeeded);
        time.Advance(TimeSpan.FromDays(29), () => { });
        RunAt(2, time.GetUtcNow());
        instrument.OnEnded(Id(2), DispatchStatus.Failed);
        (IsThere(1), IsThere(2)).ShouldBe((true, true));

        time.Advance(TimeSpan.FromDays(2), () => { });
        instrument.OnEnded(Id(3), DispatchStatus.Failed);

        (IsThere(1), IsThere(2)).ShouldBe((false, true), "only the first ran more than 30 days ago");
    }

    private static DispatchId Id(int trial) => StepRig.Command(trial).DispatchId;

    private CalculationInstrument Instrument(RunRetention keep, TimeProvider? time = null) =>
        _lab.Instrument(_lab.Code("echo x >> $WITNESS; case $1 in -*) exit 3;; esac; echo E = $1"), Scripted.Settings with { Keep = keep }, time: time);

    private bool IsThere(int trial) => Directory.Exists(_lab.Folder.Of($"calc-1/calculations/{Id(trial)}"));

    private void RunAt(int trial, DateTimeOffset at) => Directory.SetLastWriteTimeUtc(_lab.Folder.Of($"calc-1/calculations/{Id(trial)}"), at.UtcDateTime);

    private Task<StepOutcome> Perform(CalculationInstrument instrument, int trial, double x) =>
        instrument.PerformAsync(StepRig.Command(trial, ("x", x)), _lab.Step(), CancellationToken.None).Soon();
}
