namespace ClosedLoop.Calculations.Tests;

/// <summary>Calculations on a real cluster of two nodes in which nothing goes wrong.</summary>
[Collection(nameof(SlurmGroup))]
public sealed class SlurmExecutionTests(SlurmFixture slurm)
{
    [Fact]
    public void Run_OfAProgram_EndsWithItsExitCodeFilesAndName() => slurm.Try(async bench =>
    {
        var run = bench.Run(1, "echo out; echo wrong >&2; mkdir save; echo $OMP_NUM_THREADS > save/threads; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 3");
        var phases = new List<RunPhase>();

        var ending = await bench.EndAsync(bench.Follow(bench.Life(), run, phases: phases));

        ending.ExitCode.ShouldBe(3);
        (ending.Signal, ending.TimedOut, ending.StopRequested).ShouldBe((null, false, false));
        ending.CpuSeconds!.Value.ShouldBeInRange(0.05, 30);
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("out\n");
        File.ReadAllText(Path.Combine(run.Folder, "stderr.txt")).ShouldBe("wrong\n");
        File.ReadAllText(Path.Combine(run.Folder, "save/threads")).ShouldBe("1\n");
        phases.ShouldBe([RunPhase.Queued, RunPhase.Running]);
        bench.Queue().Count(line => line.Contains($"|{run.Id}|closedloop ", StringComparison.Ordinal) && line.Contains($" {run.Id}|", StringComparison.Ordinal)).ShouldBe(1);
    });

    [Fact]
    public void Run_AskedForAgainAfterItEnded_AnswersTheSameWithoutTheCluster() => slurm.Try(async bench =>
    {
        var run = bench.Run(1, "echo 42");
        var first = await bench.EndAsync(bench.Follow(bench.Life(), run));

        var again = await bench.EndAsync(bench.Follow(bench.Life(wrapped: "exit 1"), run));

        again.ShouldBe(first);
        bench.Witness.Count.ShouldBe(1);
    });

    [Fact]
    public void Runs_BegunTogether_GoAsOneArrayAndEachKeepsItsOwn() => slurm.Try(async bench =>
    {
        var runs = Enumerable.Range(1, 6).Select(trial => bench.Run(trial, $"echo {trial * trial}; until [ -e $HERE/go ]; do sleep 0.1; done")).ToList();
        var life = bench.Life();

        var running = runs.Select(run => bench.Follow(life, run)).ToList();
        await bench.SeenAsync(() => runs.All(run => bench.Queue("running").Any(line => line.Contains($"|{run.Id}|", StringComparison.Ordinal))));
        var arrays = bench.Queue("running").Select(line => line.Split('|', '_')[0]).Distinct().Count();
        File.WriteAllText(bench.In("go"), "");
        await bench.EndAsync(Task.WhenAll(running).ContinueWith(all => all.Result[0], TaskScheduler.Default));

        arrays.ShouldBe(1);
        runs.Select(run => File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).Trim()).ShouldBe(["1", "4", "9", "16", "25", "36"]);
        bench.Witness.Count.ShouldBe(6);
    });

    [Fact]
    public void Runs_BeyondTheBound_WaitOutsideTheQueue() => slurm.Try(async bench =>
    {
        var life = bench.Life(new SlurmSettings { MostQueued = 2 });
        var runs = Enumerable.Range(1, 5).Select(trial => bench.Run(trial, $"touch $HERE/up.{trial}; until [ -e $HERE/go.{trial} ]; do sleep 0.1; done")).ToList();
        var running = runs.Select(run => bench.Follow(life, run)).ToList();

        await bench.SeenAsync(() => File.Exists(bench.In("up.1")) && File.Exists(bench.In("up.2")));
        bench.Queue("pending,running").Count.ShouldBe(2);
        for (var trial = 1; trial <= 5; trial++)
        {
            File.WriteAllText(bench.In($"go.{trial}"), "");
        }

        foreach (var task in running)
        {
            (await bench.EndAsync(task)).ExitCode.ShouldBe(0);
        }
    });

    [Fact]
    public void Run_ThatTheClusterWillNeverTake_IsLostWithItsWords() => slurm.Try(async bench =>
    {
        var ending = await bench.EndAsync(bench.Follow(bench.Life(new SlurmSettings { Partition = "nowhere" }), bench.Run(1, "true")));

        ending.IsLost.ShouldBeTrue();
        ending.Note!.ShouldContain("nowhere");
    });

    [Fact]
    public void Run_LongerThanThePartitionAllows_IsLostWithSlurmsReasonAndLeavesTheQueue() => slurm.Try(async bench =>
    {
        var ending = await bench.EndAsync(bench.Follow(bench.Life(), bench.Run(1, "true", limit: TimeSpan.FromHours(5))));

        ending.IsLost.ShouldBeTrue();
        ending.Note!.ShouldContain("PartitionTimeLimit");
        await bench.SeenAsync(() => bench.Queue("pending").Count == 0);
    });

    [Fact]
    public void Missing_WithoutTheCommands_NamesThePackage() =>
        new SlurmCommands("/nonexistent").Missing().ShouldBe("execution: slurm needs sbatch, squeue, scancel, not found on PATH; install the package slurm-client");
}
