using ClosedLoop.Domain;
using ClosedLoop.Instruments;

namespace ClosedLoop.Calculations.Tests;

/// <summary>The same point twice at once: one calculates, the other waits for its result.</summary>
public sealed class SamePointTests : IDisposable
{
    private const string Waiting = "echo x >> $WITNESS; until [ -e $TOGO ]; do sleep 0.01; done; ";

    private readonly Scripted _lab = new();
    private readonly CalculationCache _cache;

    public SamePointTests() => _cache = _lab.Cache();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Second_WaitsForTheFirst_AndTakesItsResultFromTheCache()
    {
        var instrument = Instrument("echo E = $1");
        var first = Perform(instrument, 1, 4);
        await Signs.AppearAsync(_lab.Witness);
        var step = _lab.Step();
        var second = instrument.PerformAsync(StepRig.Command(2, ("x", 4)), step, CancellationToken.None);
        step.Notes.ShouldBe(["waits for run.1.energy.1, which calculates the same"]);

        File.WriteAllText(_lab.Folder.Of("go"), "");

        (await first.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(0);
        var done = (await second.Soon()).ShouldBeOfType<StepOutcome.Succeeded>();
        (done.Outputs["energy"].Number, done.Outputs["cached"].Number, done.Outputs["cpu_seconds"].Number).ShouldBe((4, 1, 0));
        done.Note.ShouldNotBeNull().ShouldContain("run.1.energy.1 calculated it");
        _lab.Witnessed.ShouldBe(1);
    }

    [Fact]
    public async Task Second_OnAnotherInstrumentOfTheProcess_WaitsToo()
    {
        var first = Perform(Instrument("echo E = $1"), 1, 4);
        await Signs.AppearAsync(_lab.Witness);
        var second = Perform(Instrument("echo E = $1"), 2, 4);

        File.WriteAllText(_lab.Folder.Of("go"), "");

        (await second.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(1);
        await first.Soon();
        _lab.Witnessed.ShouldBe(1);
    }

    [Fact]
    public async Task AnotherPoint_DoesNotWait()
    {
        var instrument = Instrument("echo E = $1");
        var (first, second) = (Perform(instrument, 1, 4), Perform(instrument, 2, 5));
        await Signs.AppearAsync(_lab.Witness);
        File.WriteAllText(_lab.Folder.Of("go"), "");

        (await first.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["energy"].Number.ShouldBe(4);
        (await second.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(0);
    }

    [Fact]
    public async Task FirstThatFails_LetsTheSecondCalculate()
    {
        // Only the second run finds what it needs.
        var instrument = Instrument("[ $(wc -l < $WITNESS) -eq 2 ] || exit 3; echo E = $1");
        var first = Perform(instrument, 1, 4);
        await Signs.AppearAsync(_lab.Witness);
        var second = Perform(instrument, 2, 4);

        File.WriteAllText(_lab.Folder.Of("go"), "");

        (await first.Soon()).ShouldBeOfType<StepOutcome.Failed>();
        (await second.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(0);
        _lab.Witnessed.ShouldBe(2);
    }

    [Fact]
    public async Task SecondThatIsCancelledWhileItWaits_NeverBegins_AndHasCostNothing()
    {
        using var cancel = new CancellationTokenSource();
        var instrument = Instrument("echo E = $1");
        var first = Perform(instrument, 1, 4);
        await Signs.AppearAsync(_lab.Witness);
        var second = instrument.PerformAsync(StepRig.Command(2, ("x", 4)), _lab.Step(), cancel.Token);

        await cancel.CancelAsync();

        var cancelled = (await second.Soon()).ShouldBeOfType<StepOutcome.Cancelled>();
        (cancelled.Sample, cancelled.Outputs!["cpu_seconds"].Number).ShouldBe((SampleFate.Untouched, 0));
        File.WriteAllText(_lab.Folder.Of("go"), "");
        await first.Soon();
        Directory.Exists(_lab.Folder.Of("calc-1/calculations/run.2.energy.1")).ShouldBeFalse();
    }

    [Fact]
    public async Task BothAfterACrash_TheOneThatHadBegunGoesOn_AndTheOtherWaitsAgain()
    {
        using var end = new CancellationTokenSource();
        var (firstStep, secondStep) = (_lab.Step(), _lab.Step());
        var before = Instrument("echo E = $1");
        var first = before.PerformAsync(StepRig.Command(1, ("x", 4)), firstStep, end.Token);
        await Signs.AppearAsync(_lab.Witness);
        var second = before.PerformAsync(StepRig.Command(2, ("x", 4)), secondStep, end.Token);
        firstStep.IsHostStopping = secondStep.IsHostStopping = true;
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);

        var after = _lab.Instrument(_lab.Code(Waiting + "echo E = $1"), cache: _lab.Cache());
        var adopted = after.RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None);
        var waiting = after.RecoverAsync(StepRig.Command(2, ("x", 4)), _lab.Step(), CancellationToken.None);
        File.WriteAllText(_lab.Folder.Of("go"), "");

        (await adopted.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(0);
        (await waiting.Soon()).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["cached"].Number.ShouldBe(1);
        _lab.Witnessed.ShouldBe(1);
    }

    private CalculationInstrument Instrument(string script) => _lab.Instrument(_lab.Code(Waiting + script), cache: _cache);

    private Task<StepOutcome> Perform(CalculationInstrument instrument, int trial, double x) =>
        instrument.PerformAsync(StepRig.Command(trial, ("x", x)), _lab.Step(), CancellationToken.None);
}
