using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedInstrumentTests
{
    private readonly SimulatedScheduler _scheduler = new();
    private readonly SimulatedDisk _disk = new(1);

    private static SimulatedCapability Measuring => new()
    {
        Name = "measuring",
        Response = new MappedResponse(
            ResponseSurfaces.Find("branin")!,
            new Dictionary<string, string> { ["x1"] = "a", ["x2"] = "b" },
            new Dictionary<string, string> { ["y"] = "yield" },
            0.5),
        MeanDuration = TimeSpan.FromSeconds(100),
    };

    [Fact]
    public void Perform_SameSeed_GivesTheSameOutcomeAndAnotherSeedAnother()
    {
        var first = Run(Measuring, seed: 1);

        Run(Measuring, seed: 1, trial: 2).ShouldBe(first);
        Run(Measuring, seed: 2, trial: 3).ShouldNotBe(first);
        first.ShouldBe(55.602, 3);
    }

    [Fact]
    public void Perform_WithSpeed_TakesThatMuchLessTimeAndReportsProgress()
    {
        var context = new StepContext(_scheduler.Time, 1);
        var start = _scheduler.Now;

        Perform(Instrument(Measuring, speed: 50), Command(1), context).ShouldBeOfType<StepOutcome.Succeeded>();

        (_scheduler.Now - start).TotalSeconds.ShouldBe(2, 0.001);
        context.Progress.Count.ShouldBe(9);
        context.Progress[0].ShouldBe(0.1, 1e-6);
        context.Progress[8].ShouldBe(0.9, 1e-6);
    }

    [Fact]
    public void Perform_WithSpread_DurationsHaveTheMeanAndStandardDeviation()
    {
        var seconds = new List<double>();
        var instrument = Instrument(Measuring with { DurationSpread = 0.3 });
        for (var trial = 1; trial <= 500; trial++)
        {
            var start = _scheduler.Now;
            Perform(instrument, Command(trial), new StepContext(_scheduler.Time, (ulong)trial));
            seconds.Add((_scheduler.Now - start).TotalSeconds);
        }

        var mean = seconds.Average();
        mean.ShouldBe(100, 5);
        Math.Sqrt(seconds.Average(value => Math.Pow(value - mean, 2))).ShouldBe(30, 5);
    }

    [Fact]
    public void Witness_OneSuccess_HoldsBegunAndDoneWithTheOutputs()
    {
        var value = Run(Measuring, seed: 1);

        var witness = WitnessLog.Read(_disk.Outside, "device");

        witness.Select(entry => entry.Kind).ShouldBe([WitnessKind.Begun, WitnessKind.Done]);
        witness[1].Outputs!["yield"].Number.ShouldBe(value);
        (witness[1].Time - witness[0].Time).TotalSeconds.ShouldBe(100, 0.001);
        WitnessLog.Acts(witness).ShouldBe(new Dictionary<(string, int, string), int> { [("run", 1, "measure")] = 1 });
    }

    [Theory]
    [InlineData(SampleFate.Untouched, 0)]
    [InlineData(SampleFate.Altered, 2)]
    [InlineData(SampleFate.Unknown, 2)]
    public void Perform_CertainFailure_TellsTheFateAndActsOnlyIfTheSampleIsTouched(SampleFate fate, int lines)
    {
        var outcome = Perform(Instrument(Measuring with { Failures = [new SimulatedFailure(1, fate)] }), Command(1), new StepContext(_scheduler.Time, 1));

        outcome.ShouldBeOfType<StepOutcome.Failed>().Sample.ShouldBe(fate);
        WitnessLog.Read(_disk.Outside, "device").Count.ShouldBe(lines);
    }

    [Fact]
    public void Perform_FailureProbability_IsMet()
    {
        var instrument = Instrument(Measuring with { Failures = [new SimulatedFailure(0.2, SampleFate.Untouched)], MeanDuration = TimeSpan.FromSeconds(1) });
        var failures = Enumerable.Range(1, 500).Count(trial => Perform(instrument, Command(trial), new StepContext(_scheduler.Time, (ulong)trial)) is StepOutcome.Failed);

        failures.ShouldBeInRange(70, 130);
    }

    [Fact]
    public void Perform_RowThatIsNotInTheTable_IsRejectedUntouched()
    {
        var capability = Measuring with { Response = TableResponse.Read("a,b,yield\n1,2,3\n", "rows.csv", ["a", "b"], ["yield"]) };

        var failed = Perform(Instrument(capability), Command(1), new StepContext(_scheduler.Time, 1)).ShouldBeOfType<StepOutcome.Failed>();

        (failed.Kind, failed.Sample, failed.Message).ShouldBe((FailureKind.Rejected, SampleFate.Untouched, "rows.csv has no row with a=0, b=0"));
        WitnessLog.Read(_disk.Outside, "device").ShouldBeEmpty();
    }

    [Fact]
    public void Perform_CancelledMidway_StopsAndRemembersThat()
    {
        var outcome = Perform(Instrument(Measuring), Command(1), new StepContext(_scheduler.Time, 1), cancelAfter: 40);

        outcome.ShouldBe(new StepOutcome.Cancelled(SampleFate.Altered));
        WitnessLog.Read(_disk.Outside, "device").Select(entry => entry.Kind).ShouldBe([WitnessKind.Begun, WitnessKind.Stopped]);
    }

    [Fact]
    public void Describe_Settings_AreShownInTheInstrumentsOwnTime()
    {
        var capability = Measuring with { Limits = new Dictionary<string, ParameterLimit> { ["a"] = new(-5, 10, null) } };

        var described = Instrument(capability, speed: 50).Describe();

        (described.Simulated, described.Recovers, described.Capacity).ShouldBe((true, true, 1));
        var only = described.Capabilities.ShouldHaveSingleItem();
        only.Inputs.ShouldBe(["a", "b"]);
        only.Outputs.ShouldBe(["yield"]);
        only.TypicalSeconds.ShouldBe(2);
        only.Limits["a"].Upper.ShouldBe(10);
        new SimulatedInstrument(new() { Id = "x", Capabilities = [capability] }, new WitnessLog(_disk.Outside, "x")).Describe().Recovers.ShouldBeFalse();
    }

    [Fact]
    public void Recover_NothingInTheWitness_HasNeverBegun() =>
        Recover(Instrument(Measuring), 1).ShouldBeOfType<StepOutcome.NeverBegun>();

    [Fact]
    public void Recover_ProcessDiedAtEachPointOfAStep_TheActHappensOnceWithOneResult()
    {
        var counting = new CrashPlan();
        Die(counting, "count", 1).ShouldBeOfType<StepOutcome.Succeeded>();
        counting.Operations.ShouldBe(6);

        for (var k = 1; k <= counting.Operations; k++)
        {
            foreach (var moment in new[] { CrashMoment.Before, CrashMoment.After })
            {
                var folder = $"device-{k}-{moment}";
                Die(new CrashPlan(k, moment), folder, 7).ShouldBeNull();
                var instrument = new RecoverableSimulatedInstrument(Settings(Measuring, 1), new WitnessLog(_disk.Outside, folder));
                var outcome = Recover(instrument, 7);
                if (outcome is StepOutcome.NeverBegun)
                {
                    outcome = Perform(instrument, Command(7), new StepContext(_scheduler.Time, 7));
                }

                var outputs = outcome.ShouldBeOfType<StepOutcome.Succeeded>().Outputs;
                outputs["yield"].Number.ShouldBe(Run(Measuring, seed: 7, trial: 7, folder: $"reference-{k}-{moment}"));
                WitnessLog.Acts(WitnessLog.Read(_disk.Outside, folder)).Values.ShouldBe([1]);
            }
        }
    }

    [Fact]
    public void Recover_StepStillRunning_WaitsTheRestOfItsTime()
    {
        var process = new SimulatedProcess(_scheduler, "host");
        var instrument = new RecoverableSimulatedInstrument(Settings(Measuring, 1), new WitnessLog(_disk.For(process), "device"));
        process.Start(() => instrument.PerformAsync(Command(1), new StepContext(process.Time, 1), CancellationToken.None));
        _scheduler.RunFor(TimeSpan.FromSeconds(30));
        process.Kill();
        _scheduler.RunFor(TimeSpan.FromSeconds(20));

        var before = _scheduler.Now;
        Recover(Instrument(Measuring), 1).ShouldBeOfType<StepOutcome.Succeeded>();

        (_scheduler.Now - before).TotalSeconds.ShouldBe(50, 0.001);
    }

    [Fact]
    public void Witness_TornLastLine_IsNoActAndIsCutBeforeTheNext()
    {
        Run(Measuring, seed: 1);
        using (var file = _disk.Outside.OpenAppend("device/witness.jsonl"))
        {
            file.Append("{\"time\":\"2026-"u8);
        }

        Run(Measuring, seed: 2, trial: 2);

        WitnessLog.Acts(WitnessLog.Read(_disk.Outside, "device")).Count.ShouldBe(2);
    }

    private static CommandMessage Command(int trial) => new()
    {
        DispatchId = new DispatchId("run", trial, "measure", 1),
        Capability = "measuring",
        Parameters = new Dictionary<string, ParameterValue> { ["a"] = 0, ["b"] = 0 },
        Sample = $"run.{trial}",
        Simulated = true,
        LedgerId = "ledger",
        Epoch = 1,
        StartBy = DateTimeOffset.MaxValue,
        TimeLimit = TimeSpan.FromHours(1),
    };

    private static SimulatedInstrumentSettings Settings(SimulatedCapability capability, double speed) =>
        new() { Id = "meter-1", Capabilities = [capability], Speed = speed };

    private RecoverableSimulatedInstrument Instrument(SimulatedCapability capability, double speed = 1) =>
        new(Settings(capability, speed), new WitnessLog(_disk.Outside, "device"));

    // Returns the measured value.
    private double Run(SimulatedCapability capability, ulong seed, int trial = 1, string folder = "device")
    {
        var instrument = new SimulatedInstrument(Settings(capability, 1), new WitnessLog(_disk.Outside, folder));
        return Perform(instrument, Command(trial), new StepContext(_scheduler.Time, seed)).ShouldBeOfType<StepOutcome.Succeeded>().Outputs["yield"].Number;
    }

    private StepOutcome Perform(IInstrument instrument, CommandMessage command, StepContext context, double cancelAfter = 1e6) =>
        Await(async () =>
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(cancelAfter), _scheduler.Time);
            return await instrument.PerformAsync(command, context, cancel.Token);
        })!;

    private StepOutcome? Recover(RecoverableSimulatedInstrument instrument, int trial) =>
        Await(() => instrument.RecoverAsync(Command(trial), new StepContext(_scheduler.Time, (ulong)trial), CancellationToken.None));

    /// <summary>Performs in a process that dies by plan; null when it did.</summary>
    private StepOutcome? Die(CrashPlan plan, string folder, int trial)
    {
        StepOutcome? outcome = null;
        var process = new SimulatedProcess(_scheduler, "host", plan);
        var instrument = new RecoverableSimulatedInstrument(Settings(Measuring, 1), new WitnessLog(_disk.For(process), folder));
        process.Start(async () => outcome = await instrument.PerformAsync(Command(trial), new StepContext(process.Time, (ulong)trial), CancellationToken.None));
        _scheduler.RunFor(TimeSpan.FromMinutes(10));
        return outcome;
    }

    private StepOutcome? Await(Func<Task<StepOutcome?>> step)
    {
        StepOutcome? outcome = null;
        var ended = new SimulatedProcess(_scheduler, "bench").Start(async () => outcome = await step());
        _scheduler.Run(() => ended.IsCompleted, _scheduler.Now.AddDays(1)).ShouldBeTrue();
        return outcome;
    }
}
