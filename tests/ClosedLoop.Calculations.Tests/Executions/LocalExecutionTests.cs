using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Real programs, real signals. Whether one ran, and how often, tells a witness file that the program itself appends to.</summary>
public sealed class LocalExecutionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CorePool _cores = new(2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ThatEnds_TellsExitCodeTimesAndOutput()
    {
        var run = Run("echo value 3; echo careful >&2; exit 3");

        var ending = await Begin(run).Soon();

        (ending.ExitCode, ending.Signal, ending.TimedOut, ending.StopRequested, ending.IsLost).ShouldBe((3, null, false, false, false));
        ending.CpuSeconds.ShouldNotBeNull().ShouldBeInRange(0, 5);
        ending.WallSeconds.ShouldNotBeNull().ShouldBeInRange(0, 30);
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("value 3\n");
        File.ReadAllText(Path.Combine(run.Folder, "stderr.txt")).ShouldBe("careful\n");
    }

    [Fact]
    public async Task CpuSeconds_AreThoseOfTheProgram()
    {
        // The program tells its own processor time, by another way than the shell that measures it.
        var run = Run("awk 'BEGIN { for (i = 0; i < 3000000; i++) { x += i % 7 } print x }'; cat /proc/$$/stat");

        var ending = await Begin(run).Soon();

        var fields = File.ReadAllLines(Path.Combine(run.Folder, "stdout.txt"))[1].Split(' ');
        var ticks = double.Parse(fields[15], System.Globalization.CultureInfo.InvariantCulture) + double.Parse(fields[16], System.Globalization.CultureInfo.InvariantCulture);
        ticks.ShouldBeGreaterThan(5);
        ending.CpuSeconds.ShouldNotBeNull().ShouldBe(ticks / 100, 0.05);
    }

    [Fact]
    public async Task Run_AskedForAgain_IsNotBegunAgain()
    {
        var run = Run("echo x >> ../witness; exit 4");
        var first = await Begin(run).Soon();

        var second = await Begin(run).Soon();

        second.ShouldBe(first);
        Witnessed().ShouldBe(1);
    }

    [Fact]
    public async Task Run_ThatTwoBeginAtOnce_HappensOnce()
    {
        var run = Run("echo x >> ../witness; until [ -e ../go ]; do sleep 0.01; done");

        var both = Task.WhenAll(Begin(run), Begin(run));
        await Signs.AppearAsync(_folder.Of("witness"));
        File.WriteAllText(_folder.Of("go"), "");

        (await both.Soon()).ShouldAllBe(ending => ending.ExitCode == 0);
        Witnessed().ShouldBe(1);
    }

    [Fact]
    public async Task Run_ThatIsLeft_GoesOnAndIsAdopted()
    {
        var run = Run("echo x >> ../witness; until [ -e ../go ]; do sleep 0.01; done; echo whole");
        using var leave = new CancellationTokenSource();
        var left = Begin(run, leave: leave.Token);
        await Signs.AppearAsync(_folder.Of("witness"));
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);

        var adopted = Begin(run);
        adopted.IsCompleted.ShouldBeFalse();
        File.WriteAllText(_folder.Of("go"), "");

        (await adopted.Soon()).ExitCode.ShouldBe(0);
        Witnessed().ShouldBe(1);
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("whole\n");
    }

    [Fact]
    public async Task AdoptedRun_TakesCores_EvenWhereNoneAreFree()
    {
        var run = Run("echo x >> ../witness; until [ -e ../go ]; do sleep 0.01; done") with { Resources = new RunResources(2, TimeSpan.FromMinutes(1)) };
        using var leave = new CancellationTokenSource();
        var left = Begin(run, leave: leave.Token);
        await Signs.AppearAsync(_folder.Of("witness"));
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        _cores.Free.ShouldBe(2);

        using var other = _cores.Take(1);
        var adopted = Begin(run);
        _cores.Free.ShouldBe(-1);
        File.WriteAllText(_folder.Of("go"), "");

        await adopted.Soon();
        _cores.Free.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_WithStopFile_EndsTheProgramItsOwnWay()
    {
        var run = Run("echo x >> ../witness; until [ -e STOP ]; do sleep 0.01; done; exit 2", stopFile: "STOP");

        var ending = await StopWhenWitnessed(run);

        (ending.ExitCode, ending.Signal, ending.StopRequested, ending.TimedOut).ShouldBe((2, null, true, false));
    }

    [Fact]
    public async Task Stop_WithoutStopFile_Terminates()
    {
        var run = Run("echo x >> ../witness; exec sleep 1000");

        var ending = await StopWhenWitnessed(run);

        (ending.ExitCode, ending.Signal, ending.StopRequested).ShouldBe((143, 15, true));
    }

    /// <summary>The program sees its stop file and goes on; it lets its grace pass by its second line.</summary>
    [Fact]
    public async Task Stop_WhereTheStopFileDoesNotHelp_TerminatesAfterItsGrace()
    {
        var run = Run("echo x >> ../witness; until [ -e STOP ]; do sleep 0.01; done; echo x >> ../witness; exec sleep 1000", stopFile: "STOP");
        run = run with { Resources = new RunResources(1, TimeSpan.FromDays(1)) { Grace = TimeSpan.FromMinutes(5) } };

        var ending = await StopWhenWitnessed(run, new WitnessedTime(_folder.Of("witness")));

        (ending.ExitCode, ending.Signal, ending.StopRequested, Witnessed()).ShouldBe((143, 15, true, 2));
    }

    [Fact]
    public async Task Stop_OfAProgramThatIgnoresIt_KillsAllOfIt()
    {
        var run = Run("trap '' TERM; (while :; do sleep 0.01; done) & echo $! > ../child; echo x >> ../witness; while :; do sleep 0.01; done");
        run = run with { Resources = run.Resources with { Grace = TimeSpan.FromSeconds(1) } };

        var ending = await StopWhenWitnessed(run);

        (ending.ExitCode, ending.Signal, ending.StopRequested).ShouldBe((null, 9, true));
        var child = $"/proc/{File.ReadAllText(_folder.Of("child")).Trim()}/stat";
        (!File.Exists(child) || File.ReadAllText(child).Split(") ")[1].StartsWith('Z')).ShouldBeTrue();
    }

    [Fact]
    public async Task Limit_OfAProgramThatHangs_EndsIt()
    {
        var run = Run("echo x >> ../witness; exec sleep 1000");
        var execution = new LocalExecution(_cores, new WitnessedTime(_folder.Of("witness")));

        var ending = await execution.RunAsync(run, _ => { }, CancellationToken.None, CancellationToken.None).Soon();

        (ending.TimedOut, ending.StopRequested, ending.Signal).ShouldBe((true, true, 15));
    }

    [Fact]
    public async Task Limit_PassedWhileNobodyWatched_EndsTheAdoptedRun()
    {
        var run = Run("echo x >> ../witness; exec sleep 1000");
        using var leave = new CancellationTokenSource();
        var left = Begin(run, leave: leave.Token);
        await Signs.AppearAsync(_folder.Of("witness"));
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        File.SetLastWriteTimeUtc(Path.Combine(run.RecordFolder, "begun"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));

        var ending = await Begin(run).Soon();

        ending.TimedOut.ShouldBeTrue();
    }

    [Fact]
    public async Task Order_OfAnEarlierLife_IsCarriedOut()
    {
        var run = Run("echo x >> ../witness; exec sleep 1000");
        using var leave = new CancellationTokenSource();
        var left = Begin(run, leave: leave.Token);
        await Signs.AppearAsync(_folder.Of("witness"));
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        new RunRecord(run.RecordFolder).OrderStop("asked");

        var ending = await Begin(run).Soon();

        (ending.StopRequested, ending.TimedOut, ending.Signal).ShouldBe((true, false, 15));
    }

    [Fact]
    public async Task Cores_ThatAreTaken_MakeARunWait()
    {
        var phases = new List<RunPhase>();
        var first = Run("echo x >> ../witness; until [ -e ../go ]; do sleep 0.01; done") with { Resources = new RunResources(2, TimeSpan.FromMinutes(1)) };
        var second = Run("[ -e ../go ]", attempt: 2);
        var running = Begin(first);
        await Signs.AppearAsync(_folder.Of("witness"));

        var waiting = new LocalExecution(_cores, TimeProvider.System).RunAsync(second, phases.Add, CancellationToken.None, CancellationToken.None);
        phases.ShouldBe([RunPhase.Queued]);
        File.WriteAllText(_folder.Of("go"), "");

        (await running.Soon()).ExitCode.ShouldBe(0);
        (await waiting.Soon()).ExitCode.ShouldBe(0);
        phases.ShouldBe([RunPhase.Queued, RunPhase.Running]);
        _cores.Free.ShouldBe(2);
    }

    [Fact]
    public async Task Stop_OfARunThatWaits_NeverBeginsIt()
    {
        using var all = _cores.Take(2);
        using var stop = new CancellationTokenSource();
        var run = Run("echo x >> ../witness");
        var waiting = Begin(run, stop.Token);

        await stop.CancelAsync();
        var ending = await waiting.Soon();

        (ending.StopRequested, ending.IsLost).ShouldBe((true, true));
        all.Dispose();
        (await Begin(run).Soon()).StopRequested.ShouldBeTrue("nor does it later");
        Witnessed().ShouldBe(0);
    }

    [Fact]
    public async Task Run_KilledFromOutsideWithItsShell_IsLost()
    {
        var run = Run("echo x >> ../witness; exec sleep 1000");
        var running = Begin(run);
        await Signs.AppearAsync(_folder.Of("witness"));

        UnixSignals.Send(new RunRecord(run.RecordFolder).Session!.Value, UnixSignals.Kill);
        var ending = await running.Soon();

        (ending.IsLost, ending.StopRequested).ShouldBe((true, false));
        ending.Note.ShouldNotBeNull().ShouldContain("without leaving how");
    }

    [Fact]
    public async Task Run_OfABootBefore_IsLostAndSaysSo()
    {
        var run = Run("exit 0");
        Directory.CreateDirectory(run.RecordFolder);
        File.WriteAllText(Path.Combine(run.RecordFolder, "begun"), "4242 00000000-0000-0000-0000-000000000000\n");

        var ending = await Begin(run).Soon();

        ending.IsLost.ShouldBeTrue();
        ending.Note.ShouldBe("the machine was started again meanwhile");
    }

    [Fact]
    public async Task Run_WhoseBeginningCannotBeWritten_NeverRuns()
    {
        var run = Run("echo x >> ../witness");
        Directory.CreateDirectory(Path.Combine(run.RecordFolder, "begun"));

        var ending = await Begin(run).Soon();

        ending.IsLost.ShouldBeTrue();
        ending.Note.ShouldNotBeNull().ShouldContain("could not be begun");
        Witnessed().ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\n0m0.010000s 0m0.000000s\n0m0.0")]
    [InlineData("zero\nend\n")]
    public async Task Ending_ThatIsCut_IsNotBelieved(string text)
    {
        var run = Run("exit 0");
        await Begin(run).Soon();
        File.WriteAllText(Path.Combine(run.RecordFolder, "exit"), text);

        (await Begin(run).Soon()).IsLost.ShouldBeTrue();
    }

    [Fact]
    public async Task Program_HasTheEnvironmentOfCalculations_AndItsOwn()
    {
        var run = Run("echo $OMP_NUM_THREADS $OMPI_MCA_pml $BASIS");
        run = run with { Stage = run.Stage with { Environment = new Dictionary<string, string> { ["BASIS"] = "/data/basis" } } };

        await Begin(run).Soon();

        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("1 ob1 /data/basis\n");
    }

    [Fact]
    public async Task Program_IsASessionOfItsOwn_SoThatItOutlivesUs()
    {
        var run = Run("ps -o sid= -p $$; ps -o sid= -p " + Environment.ProcessId);

        await Begin(run).Soon();

        var sessions = File.ReadAllLines(Path.Combine(run.Folder, "stdout.txt"));
        sessions[0].Trim().ShouldBe(new RunRecord(run.RecordFolder).Session!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        sessions[0].ShouldNotBe(sessions[1]);
    }

    private int Witnessed() => File.Exists(_folder.Of("witness")) ? File.ReadAllLines(_folder.Of("witness")).Length : 0;

    private async Task<ProcessEnding> StopWhenWitnessed(CalculationRun run, TimeProvider? time = null)
    {
        using var stop = new CancellationTokenSource();
        var running = new LocalExecution(_cores, time ?? TimeProvider.System).RunAsync(run, _ => { }, stop.Token, CancellationToken.None);
        await Signs.AppearAsync(_folder.Of("witness"));
        await stop.CancelAsync();
        return await running.Soon();
    }

    private Task<ProcessEnding> Begin(CalculationRun run, CancellationToken? stop = null, CancellationToken? leave = null) =>
        new LocalExecution(_cores, TimeProvider.System).RunAsync(run, _ => { }, stop ?? CancellationToken.None, leave ?? CancellationToken.None);

    private CalculationRun Run(string script, string? stopFile = null, int attempt = 1)
    {
        var folder = _folder.Of($"run.{attempt}");
        Directory.CreateDirectory(folder);
        return new CalculationRun
        {
            DispatchId = new DispatchId("test", 1, "energy", 1),
            Stage = new CalculationStage("run", new Dictionary<string, byte[]>(), ["sh", "-c", script]) { StopFile = stopFile },
            Attempt = attempt,
            Folder = folder,
            Resources = new RunResources(1, TimeSpan.FromMinutes(2)),
        };
    }
}
