using System.Text.Json;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;

namespace ClosedLoop.Calculations.Tests;

public sealed class CalculationInstrumentTests : IDisposable
{
    private readonly Scripted _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Perform_OfAProgramThatFinishes_GivesValuesTimeAndFilesByHash()
    {
        var step = _lab.Step();
        var code = _lab.Code("echo E = $(awk \"BEGIN { print 2 * $1 }\"); echo more > more.txt; echo x >> $WITNESS") with { Keeps = ["more.txt", "absent.txt"] };

        var outcome = await _lab.Instrument(code).PerformAsync(StepRig.Command(1, ("x", 1.5)), step, CancellationToken.None).Soon();

        var done = outcome.ShouldBeOfType<StepOutcome.Succeeded>();
        done.Outputs["energy"].Number.ShouldBe(3);
        done.Outputs["cached"].Number.ShouldBe(0);
        done.Outputs["cpu_seconds"].Number.ShouldBeInRange(0, 5);
        done.Files.Select(file => file.Name).ShouldBe(["run.sh", "stdout.txt", "more.txt", "calculation.json"]);
        File.ReadAllText(new Uri(done.Files[1].Uri).LocalPath).ShouldBe("E = 3\n");
        done.Note.ShouldBeNull();
    }

    [Fact]
    public async Task Perform_KeepsHowTheResultCameAbout()
    {
        var done = await Succeed(_lab.Instrument(_lab.Code("echo E = 1")), 1, 0.25);

        using var provenance = JsonDocument.Parse(File.ReadAllText(new Uri(done.Files[^1].Uri).LocalPath));
        var root = provenance.RootElement;
        root.GetProperty("dispatch").GetString().ShouldBe("run.1.energy.1");
        root.GetProperty("programs").EnumerateObject().Single().Value.GetString()!.Length.ShouldBe(64);
        var attempt = root.GetProperty("attempts").EnumerateArray().Single();
        attempt.GetProperty("command").EnumerateArray().Select(word => word.GetString()).ShouldBe(["sh", "run.sh", "0.25"]);
        attempt.GetProperty("exitCode").GetInt32().ShouldBe(0);
        root.GetProperty("values").GetProperty("energy").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Perform_OfTheSamePoint_CostsNothingAndSaysSo()
    {
        var instrument = _lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1"));
        var first = await Succeed(instrument, 1, 0.5);
        var step = _lab.Step();

        var second = (await instrument.PerformAsync(StepRig.Command(2, ("x", 0.5)), step, CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

        _lab.Witnessed.ShouldBe(1);
        second.Outputs["energy"].ShouldBe(first.Outputs["energy"]);
        (second.Outputs["cpu_seconds"].Number, second.Outputs["cached"].Number).ShouldBe((0, 1));
        second.Note.ShouldNotBeNull().ShouldContain("run.1.energy.1 calculated it");
        step.Notes.ShouldBe([second.Note]);
        second.Files.ShouldBe(first.Files);
    }

    [Fact]
    public async Task Perform_OfAnotherPointOrProgramOrReading_IsNoRepetition()
    {
        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1")), 1, 0.5);

        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1")), 2, 0.75);
        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1 # other")), 3, 0.5);
        var doubled = new Dictionary<string, ValueReader> { ["energy"] = new PatternReader("stdout.txt", new Regex(@"E = (\S+)"), Factor: 2) };
        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1") with { Outputs = doubled }), 4, 0.5);
        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1") with { VersionCommand = ["echo", "2.0"] }), 5, 0.5);
        await Succeed(_lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1"), Scripted.Settings with { Cached = false }), 6, 0.5);

        _lab.Witnessed.ShouldBe(6);
    }

    [Fact]
    public async Task Failure_IsNeverRemembered()
    {
        var instrument = _lab.Instrument(_lab.Code("echo x >> $WITNESS; [ -e $TOGO ] || exit 3; echo E = 1"));
        (await Fail(instrument, 1, 0.5)).Kind.ShouldBe(FailureKind.Failed);
        File.WriteAllText(_lab.Folder.Of("go"), "");

        await Succeed(instrument, 2, 0.5);

        _lab.Witnessed.ShouldBe(2);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("without files")]
    public async Task Memory_ThatIsDamaged_IsCalculatedAgain(string damage)
    {
        var instrument = _lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1"));
        await Succeed(instrument, 1, 0.5);
        var entry = Directory.EnumerateFiles(_lab.Folder.Of("cache"), "*.json", SearchOption.AllDirectories).Single();
        var text = File.ReadAllText(entry);
        if (damage == "without files")
        {
            Directory.Delete(_lab.Folder.Of("calc-1/raw"), recursive: true);
        }
        else
        {
            File.WriteAllText(entry, damage == "cut" ? text[..(text.Length / 2)] : text.Replace("0.5", "0.7", StringComparison.Ordinal));
        }

        (await Succeed(instrument, 2, 0.5)).Outputs["cached"].Number.ShouldBe(0);
        (await Succeed(instrument, 3, 0.5)).Outputs["cached"].Number.ShouldBe(1);
        _lab.Witnessed.ShouldBe(2);
    }

    [Theory]
    [InlineData("echo E = 1; exit 3", FailureKind.Failed, "exit code 3")]
    [InlineData("echo nothing", FailureKind.Failed, "no match of E =")]
    [InlineData("echo E = many", FailureKind.Failed, "'many' in stdout.txt")]
    [InlineData("echo E = nan", FailureKind.Implausible, "energy is NaN")]
    [InlineData("echo E = 17", FailureKind.Implausible, "energy = 17 is outside its plausible range, -10 to 10")]
    [InlineData("echo NOT CONVERGED; echo E = 1", FailureKind.Unconverged, "NOT CONVERGED")]
    [InlineData("echo E = 1; echo 'write: No space left on device' >&2", FailureKind.Infrastructure, "No space left")]
    [InlineData("echo E = 1; kill -9 $$", FailureKind.Infrastructure, "killed from outside")]
    [InlineData("echo E = 1; cat run.sh > /dev/full", FailureKind.Infrastructure, "No space left")]
    [InlineData("kill -9 0", FailureKind.Infrastructure, "without leaving how")]
    public async Task Ending_OfEachKind_IsAFailureOfThatKind(string script, FailureKind kind, string message)
    {
        var code = _lab.Code(script) with { Unconverged = [new TextSign("stdout.txt", new Regex("NOT CONVERGED"))] };
        var settings = Scripted.Settings with { Plausible = new Dictionary<string, (double, double)> { ["energy"] = (-10, 10) } };

        var failed = await Fail(_lab.Instrument(code, settings), 1, 0.5);

        failed.Kind.ShouldBe(kind);
        failed.Sample.ShouldBe(SampleFate.Untouched);
        failed.Message.ShouldContain(message);
        failed.Message.ShouldContain($"its files: {_lab.Folder.Of("calc-1/calculations/run.1.energy.1")}");

        // What was killed together with its shell left nothing behind that tells.
        failed.Outputs?["cpu_seconds"].Number.ShouldBeInRange(0, 5);
        (failed.Outputs is null).ShouldBe(script == "kill -9 0");
    }

    [Fact]
    public async Task Limit_OfTheCalculationItself_WouldBeReachedAgain()
    {
        var failed = await Fail(_lab.Instrument(_lab.Code("echo x >> $WITNESS; exec sleep 1000"), execution: _lab.Late()), 1, 0.5);

        (failed.Kind, failed.Sample).ShouldBe((FailureKind.Failed, SampleFate.Untouched));
        failed.Message.ShouldContain("time-limit: ");
    }

    [Fact]
    public async Task ProgramThatTakesMoreMemoryThanItMay_IsEnded_AndWouldDoSoAgain()
    {
        var settings = Scripted.Settings with { MemoryMegabytes = 150 };
        var code = _lab.Code("if [ $1 = 1 ]; then (head -c 400000000 /dev/zero; exec sleep 1000) | tail -n 1; else head -c 40000000 /dev/zero | tail -n 1 > /dev/null; echo E = 2; fi");

        var failed = await Fail(_lab.Instrument(code, settings), 1, 1);

        failed.Kind.ShouldBe(FailureKind.Failed);
        failed.Message.ShouldContain("memory: it was ended because it had taken ");
        failed.Message.ShouldContain("memoryMB allows 150");
        failed.Outputs.ShouldNotBeNull("for so long it ran")["cpu_seconds"].Number.ShouldBeInRange(0.001, 60);
        (await Succeed(_lab.Instrument(code, settings), 2, 2)).Outputs["energy"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task FrozenProgram_IsStopped_AsIfItsLimitHadPassed()
    {
        var step = _lab.Step();
        var instrument = _lab.Instrument(_lab.Code("echo begun; exec sleep 1000"), Scripted.Settings with { FrozenAfter = TimeSpan.FromMilliseconds(100) });

        var failed = (await instrument.PerformAsync(StepRig.Command(1, ("x", 1)), step, CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Failed>();

        failed.Kind.ShouldBe(FailureKind.Timeout);
        failed.Message.ShouldContain("no output for");
        step.Notes.ShouldHaveSingleItem().ShouldContain("it is being stopped");
    }

    [Fact]
    public async Task Cancel_StopsTheProgramAndSaysCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var running = _lab.Instrument(_lab.Code("echo x >> $WITNESS; exec sleep 1000")).PerformAsync(StepRig.Command(1, ("x", 1)), _lab.Step(), cancel.Token);
        await Signs.AppearAsync(_lab.Witness);

        await cancel.CancelAsync();

        (await running.Soon()).ShouldBeOfType<StepOutcome.Cancelled>().Sample.ShouldBe(SampleFate.Untouched);
    }

    [Fact]
    public async Task HostThatEnds_LetsTheProgramGoOn_AndTheNextLifeFindsItsResult()
    {
        using var cancel = new CancellationTokenSource();
        var code = _lab.Code("echo x >> $WITNESS; until [ -e $TOGO ]; do sleep 0.01; done; echo E = $1");
        var step = _lab.Step();
        var left = _lab.Instrument(code).PerformAsync(StepRig.Command(1, ("x", 4)), step, cancel.Token);
        await Signs.AppearAsync(_lab.Witness);
        step.IsHostStopping = true;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);

        var recovered = _lab.Instrument(code).RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None);
        File.WriteAllText(_lab.Folder.Of("go"), "");

        var done = (await recovered.Soon()).ShouldBeOfType<StepOutcome.Succeeded>();
        (done.Outputs["energy"].Number, done.Outputs["cached"].Number, _lab.Witnessed).ShouldBe((4, 0, 1));
    }

    [Fact]
    public async Task Recover_OfWhatHadEnded_GivesTheSameResultWithoutRunningAgain()
    {
        var code = _lab.Code("echo x >> $WITNESS; echo E = $1");
        var first = await Succeed(_lab.Instrument(code), 1, 4);

        var again = (await _lab.Instrument(code).RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

        _lab.Witnessed.ShouldBe(1);
        again.Outputs.ShouldBe(first.Outputs);
        again.Files.ShouldBe(first.Files);
    }

    [Fact]
    public async Task Recover_OfWhatNeverBegan_Performs()
    {
        var done = await _lab.Instrument(_lab.Code("echo x >> $WITNESS; echo E = $1")).RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None).Soon();

        done.ShouldBeOfType<StepOutcome.Succeeded>();
        _lab.Witnessed.ShouldBe(1);
    }

    [Fact]
    public async Task Recover_AfterTheMachineRestarted_BeginsAnewInAFreshFolder()
    {
        var code = _lab.Code("echo x >> $WITNESS; echo E = $1");
        LeaveBehind("run.1", "4242 00000000-0000-0000-0000-000000000000\n");
        File.WriteAllText(_lab.Folder.Of("calc-1/calculations/run.1.energy.1/run.1/stdout.txt"), "E = 99\n");
        var step = _lab.Step();

        var done = (await _lab.Instrument(code).RecoverAsync(StepRig.Command(1, ("x", 4)), step, CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

        (done.Outputs["energy"].Number, _lab.Witnessed).ShouldBe((4, 1));
        step.Notes.ShouldBe(["run: the machine was started again meanwhile; begun anew"]);
    }

    [Fact]
    public async Task Recover_AfterTheMachineRestartedBeforeTheProgramBegan_WritesItsInputsAgain()
    {
        var folder = Directory.CreateDirectory(_lab.Folder.Of("calc-1/calculations/run.1.energy.1/run.1")).FullName;
        Directory.CreateDirectory(folder + ".run");
        File.WriteAllText(Path.Combine(folder + ".run", "prepared"), "00000000-0000-0000-0000-000000000000");
        File.WriteAllText(Path.Combine(folder, "run.sh"), "");

        var done = (await _lab.Instrument(_lab.Code("echo E = $1")).RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

        done.Outputs["energy"].Number.ShouldBe(4);
    }

    [Fact]
    public async Task Recover_AfterTheMachineRestarted_ContinuesFromTheCheckpoint()
    {
        var code = _lab.Code("echo $(cat state 2>/dev/null || echo 0) >> $WITNESS; echo E = $(cat state)") with { Checkpoint = new CommandCheckpoint(["state"], null) };
        LeaveBehind("run.1", "4242 00000000-0000-0000-0000-000000000000\n");
        File.WriteAllText(_lab.Folder.Of("calc-1/calculations/run.1.energy.1/run.1/state"), "7");
        var step = _lab.Step();

        var done = (await _lab.Instrument(code).RecoverAsync(StepRig.Command(1, ("x", 4)), step, CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

        done.Outputs["energy"].Number.ShouldBe(7);
        File.ReadAllText(_lab.Witness).ShouldBe("7\n");
        step.Notes.ShouldHaveSingleItem().ShouldEndWith("continued");
    }

    [Fact]
    public async Task StageThatIsStoppedByItsLimit_IsContinued_AsOftenAsAllowed()
    {
        // Each attempt gets one further and then hangs; the third has done it all.
        const string Script = "n=$(($(cat state 2>/dev/null || echo 0) + 1)); echo $n > state; [ $n -lt 3 ] && echo $n >> $WITNESS && exec sleep 1000; echo E = $n";
        var code = _lab.Code(Script) with { Checkpoint = new CommandCheckpoint(["state"], null) };

        (await Succeed(_lab.Instrument(code, Scripted.Settings with { Continuations = 2 }, _lab.Late()), 1, 1)).Outputs["energy"].Number.ShouldBe(3);
        File.ReadAllText(_lab.Witness).ShouldBe("1\n2\n");

        (await Fail(_lab.Instrument(code, Scripted.Settings with { Continuations = 1 }, _lab.Late()), 2, 2)).Kind.ShouldBe(FailureKind.Failed);
    }

    [Fact]
    public async Task Cancelled_InALifeThatDidNotSeeTheEnd_IsCancelledAndNotContinued()
    {
        using var cancel = new CancellationTokenSource();
        var code = _lab.Code("echo x >> $WITNESS; echo 1 > state; exec sleep 1000") with { Checkpoint = new CommandCheckpoint(["state"], null) };
        var step = _lab.Step();
        var left = _lab.Instrument(code).PerformAsync(StepRig.Command(1, ("x", 1)), step, cancel.Token);
        await Signs.AppearAsync(_lab.Witness);
        step.IsHostStopping = true;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        new RunRecord(_lab.Folder.Of("calc-1/calculations/run.1.energy.1/run.1.run")).OrderStop("asked");

        var recovered = await _lab.Instrument(code).RecoverAsync(StepRig.Command(1, ("x", 1)), _lab.Step(), CancellationToken.None).Soon();

        recovered.ShouldBeOfType<StepOutcome.Cancelled>().Sample.ShouldBe(SampleFate.Untouched);
        _lab.Witnessed.ShouldBe(1);
    }

    [Fact]
    public async Task Recover_WithATemplateThatWasChangedMeanwhile_StopsTheOldRun_AndRemembersNothingOfIt()
    {
        using var cancel = new CancellationTokenSource();
        var step = _lab.Step();
        var left = _lab.Instrument(_lab.Code("echo x >> $WITNESS; exec sleep 1000")).PerformAsync(StepRig.Command(1, ("x", 4)), step, cancel.Token);
        await Signs.AppearAsync(_lab.Witness);
        step.IsHostStopping = true;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        var changed = _lab.Instrument(_lab.Code("echo E = 5"));

        var failed = (await changed.RecoverAsync(StepRig.Command(1, ("x", 4)), _lab.Step(), CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Failed>();

        (failed.Kind, failed.Sample).ShouldBe((FailureKind.Infrastructure, SampleFate.Untouched));
        failed.Message.ShouldContain("were changed while it was being calculated");
        new RunRecord(_lab.Folder.Of("calc-1/calculations/run.1.energy.1/run.1.run")).ReadEnding().ShouldNotBeNull().Signal.ShouldBe(15);
        (await Succeed(changed, 2, 4)).Outputs["energy"].Number.ShouldBe(5);
    }

    [Fact]
    public async Task Progress_IsToldWhileItRuns()
    {
        var code = _lab.Code("echo step 3 of 4; until [ -e $TOGO ]; do sleep 0.01; done; echo E = 1") with
        {
            Progress = new CommandProgress("stdout.txt", new Regex(@"step (\d+) of (\d+)")),
        };
        var step = _lab.Step();
        var running = _lab.Instrument(code).PerformAsync(StepRig.Command(1, ("x", 1)), step, CancellationToken.None);

        await step.FirstProgress.Task.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        File.WriteAllText(_lab.Folder.Of("go"), "");
        await running.Soon();

        step.Progress[0].ShouldBe(0.75);
    }

    [Fact]
    public async Task Value_OfTheWrongKind_IsRefusedBeforeAnythingRuns()
    {
        var failed = (await _lab.Instrument(_lab.Code("echo x >> $WITNESS")).PerformAsync(StepRig.Command(1, ("x", "argon")), _lab.Step(), CancellationToken.None).Soon())
            .ShouldBeOfType<StepOutcome.Failed>();

        (failed.Kind, _lab.Witnessed).ShouldBe((FailureKind.Failed, 0));
        failed.Outputs.ShouldNotBeNull()["cpu_seconds"].Number.ShouldBe(0);
        failed.Message.ShouldBe("x is 'argon', and a number is wanted");
    }

    [Fact]
    public void Describe_TellsInputsOutputsAndThatItRecovers()
    {
        var told = _lab.Instrument(_lab.Code("echo E = 1"), Scripted.Settings with { Capacity = 3, TypicalSeconds = 4 }).Describe();

        (told.Capacity, told.Simulated, told.Recovers).ShouldBe((3, false, true));
        var capability = told.Capabilities.ShouldHaveSingleItem();
        (capability.Name, capability.TypicalSeconds).ShouldBe(("energy", 4));
        capability.Inputs.ShouldBe(["x"]);
        capability.Outputs.ShouldBe(["energy", "cpu_seconds", "cached"]);
    }

    private async Task<StepOutcome.Succeeded> Succeed(CalculationInstrument instrument, int trial, double x) =>
        (await instrument.PerformAsync(StepRig.Command(trial, ("x", x)), _lab.Step(), CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Succeeded>();

    private async Task<StepOutcome.Failed> Fail(CalculationInstrument instrument, int trial, double x) =>
        (await instrument.PerformAsync(StepRig.Command(trial, ("x", x)), _lab.Step(), CancellationToken.None).Soon()).ShouldBeOfType<StepOutcome.Failed>();

    /// <summary>What a run of the first dispatch that was going when the power went leaves behind.</summary>
    private void LeaveBehind(string run, string begun)
    {
        var folder = Directory.CreateDirectory(_lab.Folder.Of($"calc-1/calculations/run.1.energy.1/{run}"));
        var record = Directory.CreateDirectory(folder.FullName + ".run").FullName;
        File.WriteAllText(Path.Combine(record, "prepared"), "prepared\n");
        File.WriteAllText(Path.Combine(record, "begun"), begun);
        File.WriteAllText(Path.Combine(record, "lock"), "");
    }
}
