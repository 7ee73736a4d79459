using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators.Tests;

/// <summary>What faults make of a step and its result.</summary>
public sealed class FaultyInstrumentTests
{
    private readonly SimulatedScheduler _scheduler = new();
    private readonly SimulatedDisk _disk = new(1);
    private FaultPlan? _plan;

    [Fact]
    public void Hang_UntilStopped_SpoilsTheSampleAndWasBegun()
    {
        Perform(1, new Fault.Hang(null), patience: 500).ShouldBe(new StepOutcome.Cancelled(SampleFate.Altered));

        Witness().ShouldBe([WitnessKind.Begun, WitnessKind.Stopped]);
    }

    [Fact]
    public void Hang_ForAWhile_EndsLater()
    {
        var began = _scheduler.Now;

        Value(Perform(1, new Fault.Hang(TimeSpan.FromMinutes(5)))).ShouldBe(1);

        (_scheduler.Now - began).TotalSeconds.ShouldBe(100 + 300, 0.01);
    }

    [Fact]
    public void Slow_TakesSoManyTimesAsLong()
    {
        var began = _scheduler.Now;

        Perform(1, new Fault.Slow(3));

        (_scheduler.Now - began).TotalSeconds.ShouldBe(300, 0.01);
    }

    [Theory]
    [InlineData(SampleFate.Untouched, 0)]
    [InlineData(SampleFate.Altered, 2)]
    public void Error_SaysWhatBecameOfTheSample(SampleFate fate, int lines)
    {
        Perform(1, new Fault.Error(fate)).ShouldBeOfType<StepOutcome.Failed>().Sample.ShouldBe(fate);

        Witness().Count.ShouldBe(lines);
    }

    [Fact]
    public void Reject_IsARejectionOfAnUntouchedSample() =>
        Perform(1, new Fault.Reject()).ShouldBeOfType<StepOutcome.Failed>().ShouldSatisfyAllConditions(
            failed => failed.Kind.ShouldBe(FailureKind.Rejected),
            failed => failed.Sample.ShouldBe(SampleFate.Untouched));

    [Fact]
    public void Bias_IsFactorAndOffset() => Value(Perform(7, new Fault.Bias(2, 10))).ShouldBe(72);

    [Fact]
    public void Drift_GrowsWithTheHours()
    {
        Value(Perform(7, new Fault.Drift(36))).ShouldBe(7 + (36.0 * 100 / 3600), 1e-6);
        _scheduler.RunFor(TimeSpan.FromSeconds(3600 - 200));

        Value(Perform(7)).ShouldBe(7 + 36, 1e-6);
    }

    [Fact]
    public void NotANumber_IsToldAndTheDeviceKeepsWhatItMeasured()
    {
        Value(Perform(7, new Fault.NotANumber())).ShouldBe(double.NaN);

        WitnessLog.Read(_disk.Outside, "device")[^1].Outputs!["yield"].Number.ShouldBe(7);
    }

    [Fact]
    public void Outlier_IsThatFarOff() => Math.Abs(Value(Perform(7, new Fault.Outlier(100))) - 7).ShouldBe(100);

    [Fact]
    public void Stuck_RepeatsTheLastResult()
    {
        Value(Perform(7, new Fault.Stuck { Trigger = new FaultTrigger { AfterSteps = 1 } })).ShouldBe(7);
        Value(Perform(8)).ShouldBe(7);
        Value(Perform(9)).ShouldBe(9);
    }

    [Fact]
    public void Output_ThatIsNotNamed_IsLeftAlone() => Value(Perform(7, new Fault.Bias(2, 1) { Output = "colour" })).ShouldBe(7);

    [Fact]
    public void Plan_ThatHasNotBegun_StrikesNothing()
    {
        _plan = new FaultPlan(new Scenario { Name = "test", Faults = [new Fault.Reject(), new Fault.Bias(1, 1)] }, 1);

        Value(Perform(7)).ShouldBe(7);
    }

    private static double Value(StepOutcome outcome) => outcome.ShouldBeOfType<StepOutcome.Succeeded>().Outputs["yield"].Number;

    private List<WitnessKind> Witness() => [.. WitnessLog.Read(_disk.Outside, "device").Select(entry => entry.Kind)];

    private StepOutcome Perform(double value, Fault? fault = null, double patience = 1e6)
    {
        var settings = new SimulatedInstrumentSettings
        {
            Id = "gauge",
            Capabilities =
            [
                new SimulatedCapability
                {
                    Name = "measuring",
                    Response = new PassResponse(new Dictionary<string, string> { ["yield"] = "x" }),
                    MeanDuration = TimeSpan.FromSeconds(100),
                },
            ],
        };
        if (fault is not null)
        {
            _plan = new FaultPlan(new Scenario { Name = "test", Faults = [fault] }, 1);
            _plan.Start(new BreakableLab(FaultSite.Of(settings)), _scheduler.Time);
        }

        var instrument = SimulatedInstruments.Make(settings with { Faults = _plan }, new WitnessLog(_disk.Outside, "device"));
        var number = WitnessLog.Read(_disk.Outside, "device").Count + 1;
        StepOutcome? outcome = null;
        var ended = new SimulatedProcess(_scheduler, "bench").Start(async () =>
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(patience), _scheduler.Time);
            outcome = await instrument.PerformAsync(Command(number, value), new StepContext(_scheduler.Time, (ulong)number), cancel.Token);
        });
        _scheduler.Run(() => ended.IsCompleted, _scheduler.Now.AddDays(1)).ShouldBeTrue();
        return outcome!;
    }

    private static CommandMessage Command(int number, double value) => new()
    {
        DispatchId = new DispatchId("run", number, "measure", 1),
        Capability = "measuring",
        Parameters = new Dictionary<string, ParameterValue> { ["x"] = value },
        Sample = $"run.{number}",
        Simulated = true,
        LedgerId = "ledger",
        Epoch = 1,
        StartBy = DateTimeOffset.MaxValue,
        TimeLimit = TimeSpan.FromHours(1),
    };
}
