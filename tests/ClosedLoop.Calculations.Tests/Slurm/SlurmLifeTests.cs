namespace ClosedLoop.Calculations.Tests;

/// <summary>Runs that are left by a process and found by the next, and runs that are stopped.</summary>
[Collection(nameof(SlurmGroup))]
public sealed class SlurmLifeTests(SlurmFixture slurm)
{
    private const string UntilGo = "until [ -e $HERE/go ]; do sleep 0.1; done; echo done";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ProcessGone_RunningOrEndedMeanwhile_TheNextLifeAdoptsIt(bool endsMeanwhile) => slurm.Try(async bench =>
    {
        var run = bench.Run(1, UntilGo);
        using var leave = new CancellationTokenSource();
        var left = bench.Follow(bench.Life(), run, leave: leave.Token);
        await bench.SeenAsync(() => bench.Witness.Count == 1);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);

        if (endsMeanwhile)
        {
            File.WriteAllText(bench.In("go"), "");
            await bench.SeenAsync(() => bench.Queue("running,completing").Count == 0);
        }

        var adopted = bench.Follow(bench.Life(), run);
        File.WriteAllText(bench.In("go"), "");

        (await bench.EndAsync(adopted)).ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("done\n");
        bench.Witness.Count.ShouldBe(1);
        File.Exists(Path.Combine(run.RecordFolder, "submission-2.sh")).ShouldBeFalse();
    });

    [Fact]
    public void ProcessGone_BetweenItsNoteAndSbatch_TheNextLifeSubmits() => slurm.Try(async bench =>
    {
        // sbatch never answers the first life, nor does it submit.
        using var leave = new CancellationTokenSource();
        var run = bench.Run(1, "echo 1");
        var left = bench.Follow(bench.Life(wrapped: "touch $HERE/asked; exec sleep 4"), run, leave: leave.Token);
        await bench.SeenAsync(() => File.Exists(bench.In("asked")));
        await leave.CancelAsync();

        (await bench.EndAsync(bench.Follow(bench.Life(), run))).ExitCode.ShouldBe(0);

        bench.Witness.Count.ShouldBe(1);
        left.IsCompletedSuccessfully.ShouldBeFalse();
    });

    [Fact]
    public void Limit_ProgramWithAStopFile_StopsByItAndIsContinuedInANewSubmission() => slurm.Try(async bench =>
    {
        // Counts to ten in two sittings: the first writes how far it came when the stop file appears.
        const string counts = "i=$(cat count 2>/dev/null || echo 0); while [ $i -lt 10 ]; do [ -e x.EXIT ] && { echo $i > count; exit 2; }; i=$((i+1)); sleep 0.7; done; echo counted $i";
        var life = bench.Life();
        var first = bench.Run(1, counts, "x.EXIT", TimeSpan.FromSeconds(3));

        var stopped = await bench.EndAsync(bench.Follow(life, first));
        var second = bench.Run(1, counts, "x.EXIT", TimeSpan.FromMinutes(1), attempt: 2);
        File.Copy(Path.Combine(first.Folder, "count"), Path.Combine(second.Folder, "count"));
        var ended = await bench.EndAsync(bench.Follow(life, second));

        (stopped.ExitCode, stopped.TimedOut, stopped.StopRequested).ShouldBe((2, true, true));
        int.Parse(File.ReadAllText(Path.Combine(first.Folder, "count"))).ShouldBeInRange(1, 9);
        ended.ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Combine(second.Folder, "stdout.txt")).ShouldBe("counted 10\n");
    });

    [Theory]
    [InlineData("until [ -e x.EXIT ]; do sleep 0.2; done; echo saved; exit 2", "x.EXIT", 2)]
    [InlineData("exec sleep 300", null, 143)]
    public void Walltime_ShorterThanTheLimit_SlurmsSignalStopsItBefore(string script, string? stopFile, int code) => slurm.Try(async bench =>
    {
        var life = bench.Life(new SlurmSettings { Options = ["--time=1", "--signal=B:TERM@55"] });

        var ending = await bench.EndAsync(bench.Follow(life, bench.Run(1, script, stopFile)));

        (ending.ExitCode, ending.TimedOut, ending.StopRequested).ShouldBe((code, true, true));
        bench.Witness.Count.ShouldBe(1);
    });

    /// <summary>Slurm ends a job with the same signals for many reasons; that it takes a node for lost is none for a calculation to have failed.</summary>
    [Theory]
    [InlineData("x.EXIT")]
    [InlineData(null)]
    public void KilledBySlurmToBeBegunAgain_TheNextCopysResultIsRecorded(string? stopFile) => slurm.Try(async bench =>
    {
        var run = bench.Run(1, "[ ${SLURM_RESTART_COUNT:-0} -gt 0 ] || exec sleep 300; echo done", stopFile);
        var running = bench.Follow(bench.Life(), run);
        await bench.SeenAsync(() => bench.Witness.Count == 1);

        bench.Cluster.Ask("scontrol", "requeue", bench.Queue("running").Single().Split('|')[0]);
        var ending = await bench.EndAsync(running);

        (ending.ExitCode, ending.TimedOut, ending.StopRequested).ShouldBe((0, false, false));
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).ShouldBe("done\n");
        bench.Witness.Count.ShouldBe(2);
    });

    [Theory]
    [InlineData("until [ -e x.EXIT ]; do sleep 0.2; done; exit 2", "x.EXIT", 2)]
    [InlineData("exec sleep 300", null, 143)]
    [InlineData("trap '' TERM; while :; do sleep 0.3; done", "x.EXIT", 137)]
    public void Stop_OfARunningProgram_StopFileThenTermThenKill(string script, string? stopFile, int code) => slurm.Try(async bench =>
    {
        using var stop = new CancellationTokenSource();
        var run = bench.Run(1, script, stopFile);
        var running = bench.Follow(bench.Life(), run, stop: stop.Token);
        await bench.SeenAsync(() => bench.Witness.Count == 1);

        await stop.CancelAsync();
        var ending = await bench.EndAsync(running);

        (ending.ExitCode, ending.TimedOut, ending.StopRequested).ShouldBe((code, false, true));
        await bench.SeenAsync(() => bench.Queue("pending,running,completing").Count == 0);
    });

    [Fact]
    public void Stop_OfWhatWaits_NeverBegins() => slurm.Try(async bench =>
    {
        using var stop = new CancellationTokenSource();
        var life = bench.Life(new SlurmSettings { MostQueued = 1, Options = ["--begin=now+1hour"] });
        var (queued, outside) = (bench.Follow(life, bench.Run(1, "true"), stop: stop.Token), bench.Follow(life, bench.Run(2, "true"), stop: stop.Token));
        await bench.SeenAsync(() => bench.Queue("pending").Count == 1);

        await stop.CancelAsync();

        foreach (var running in new[] { queued, outside })
        {
            (await bench.EndAsync(running)).StopRequested.ShouldBeTrue();
        }

        await bench.SeenAsync(() => bench.Queue("pending,running").Count == 0);
        bench.Witness.ShouldBeEmpty();
        (await bench.EndAsync(bench.Follow(bench.Life(), bench.Run(2, "true")))).StopRequested.ShouldBeTrue();
        bench.Witness.ShouldBeEmpty();
    });
}
