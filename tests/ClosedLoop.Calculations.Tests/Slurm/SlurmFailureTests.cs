using ClosedLoop.Tests;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Every way in which a real cluster was seen to lose, forget or double a calculation: one result is recorded, none is lost.</summary>
[Collection(nameof(SlurmGroup))]
public sealed class SlurmFailureTests(SlurmFixture slurm)
{
    private const string UntilGo = "until [ -e $HERE/go ]; do sleep 0.1; done; echo $SLURMD_NODENAME";

    [Fact]
    public void OnlySlurmdLost_BothCopiesRunToTheirEnd_OneResultIsRecorded() => slurm.Try(async bench =>
    {
        var run = bench.Run(1, UntilGo);
        var running = bench.Follow(bench.Life(), run);
        await bench.SeenAsync(() => bench.Witness.Count == 1);
        var lost = NodeOf(bench.Witness[0]);

        bench.Cluster.Kill(lost);
        await bench.SeenAsync(() => bench.Witness.Count == 2);
        bench.Cluster.OnNode(lost).ShouldNotBeEmpty("the first copy runs on");
        File.WriteAllText(bench.In("go"), "");
        var ending = await bench.EndAsync(running);
        bench.Cluster.StartNode(lost);

        ending.ExitCode.ShouldBe(0);
        NodeOf(bench.Witness[1]).ShouldNotBe(lost);
        await bench.SeenAsync(() => bench.Cluster.OnNode("n1").Count + bench.Cluster.OnNode("n2").Count == 0);
        ending.Note.ShouldBe($"on {File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).Trim()}");
        (await bench.EndAsync(bench.Follow(bench.Life(), run))).ShouldBe(ending);
        Claims(run).ShouldBe(1);
        bench.Witness.Count.ShouldBe(2);
    });

    [Fact]
    public void NodeLost_TheRequeuedCopysResultIsRecorded() => slurm.Try(async bench =>
    {
        var run = bench.Run(1, UntilGo);
        var running = bench.Follow(bench.Life(), run);
        await bench.SeenAsync(() => bench.Witness.Count == 1);
        var lost = NodeOf(bench.Witness[0]);

        bench.Cluster.KillNode(lost);
        await bench.SeenAsync(() => bench.Witness.Count == 2);
        File.WriteAllText(bench.In("go"), "");
        var ending = await bench.EndAsync(running);
        bench.Cluster.StartNode(lost);

        ending.ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Combine(run.Folder, "stdout.txt")).Trim().ShouldBe(NodeOf(bench.Witness[1]));
        NodeOf(bench.Witness[1]).ShouldNotBe(lost);
        bench.Witness.Count.ShouldBe(2);
    });

    [Fact]
    public void ControllerKilledJustAfterSubmit_NumberGivenToAnother_RunIsBegunAgainAndTheOtherIsLeftAlone() => slurm.Try(async bench =>
    {
        // What is submitted first is saved at once, what follows within seconds is not: so the run is forgotten, and its number is free.
        var life = bench.Life(wrapped: """
            [ -e $HERE/first ] && exec $SBATCH "$@"
            $SBATCH --job-name=decoy --begin=now+1hour --wrap true >/dev/null
            $SBATCH --begin=now+2 "$@" | tee $HERE/first
            kill -KILL $(cat $CLUSTER/run/slurmctld.pid)
            """);
        var run = bench.Run(1, "echo found");
        var running = bench.Follow(life, run);
        await bench.SeenAsync(() => File.Exists(bench.In("first")) && new FileInfo(bench.In("first")).Length > 0);
        var number = File.ReadAllText(bench.In("first")).Trim();
        await bench.SeenAsync(() => bench.Warnings.Count > 0);

        bench.Cluster.Kill("slurmctld");
        bench.Cluster.StartController();
        var other = "";
        // Refused while the controller starts; then numbers count from where it had saved them.
        await bench.SeenAsync(() => int.TryParse(other = bench.Cluster.Ask("sbatch", "--parsable", $"--job-name={run.Id}", "--wrap", "sleep 4").Trim(), out var given)
            && given >= int.Parse(number));
        var ending = await bench.EndAsync(running);

        other.ShouldBe(number, "the case is that of a number that was given out twice");
        ending.ExitCode.ShouldBe(0);
        bench.Witness.Count.ShouldBe(1);
        File.Exists(Path.Combine(run.RecordFolder, "submission-2.sh")).ShouldBeTrue();
        await bench.SeenAsync(() => bench.Queue().Any(line => line.StartsWith($"{other}|", StringComparison.Ordinal) && line.EndsWith("COMPLETED", StringComparison.Ordinal)));
    });

    [Fact]
    public void AnswerOfSbatchLost_TheRunIsFoundByNameAndNotSubmittedAgain() => slurm.Try(async bench =>
    {
        var life = bench.Life(wrapped: "$SBATCH \"$@\" >/dev/null; echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1");
        var run = bench.Run(1, UntilGo);
        var running = bench.Follow(life, run);

        await bench.SeenAsync(() => bench.Witness.Count == 1);
        File.WriteAllText(bench.In("go"), "");

        (await bench.EndAsync(running)).ExitCode.ShouldBe(0);
        bench.Witness.Count.ShouldBe(1);
        File.Exists(Path.Combine(run.RecordFolder, "submission-2.sh")).ShouldBeFalse();
    });

    [Fact]
    public void SbatchFailedWithoutASubmission_TheRunIsSubmittedAgain() => slurm.Try(async bench =>
    {
        var life = bench.Life(wrapped: """
            [ -e $HERE/first ] && exec $SBATCH "$@"
            touch $HERE/first; echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2; exit 1
            """);
        var run = bench.Run(1, "echo 1");

        (await bench.EndAsync(bench.Follow(life, run))).ExitCode.ShouldBe(0);

        bench.Witness.Count.ShouldBe(1);
        File.Exists(Path.Combine(run.RecordFolder, "submission-2.sh")).ShouldBeTrue();
    });

    [Fact]
    public void ControllerAway_TheRunEndsAllTheSameAndTheNextWaitsForIt() => slurm.Try(async bench =>
    {
        var life = bench.Life();
        var first = bench.Run(1, UntilGo);
        var running = bench.Follow(life, first);
        await bench.SeenAsync(() => bench.Witness.Count == 1);
        var waiting = bench.Follow(life, bench.Run(3, UntilGo));

        bench.Cluster.Kill("slurmctld");
        await bench.SeenAsync(() => bench.Warnings.Count == 1);
        File.WriteAllText(bench.In("go"), "");
        var ending = await bench.EndAsync(running);
        var next = bench.Follow(life, bench.Run(2, "echo 2"));
        bench.Cluster.StartController();

        ending.ExitCode.ShouldBe(0);
        (await bench.EndAsync(next)).ExitCode.ShouldBe(0);
        (await bench.EndAsync(waiting)).ExitCode.ShouldBe(0);
        bench.Witness.Count(line => line.StartsWith("2 ", StringComparison.Ordinal)).ShouldBe(1);
        bench.Warnings[1].ShouldBe("Slurm answers again");
    });

    [Fact]
    public void KilledFromOutside_TheRunEndsAsCancelledInSlurm() => slurm.Try(async bench =>
    {
        var running = bench.Follow(bench.Life(), bench.Run(1, "exec sleep 300"));
        await bench.SeenAsync(() => bench.Witness.Count == 1);

        bench.Cluster.Ask("scancel", "--signal=KILL", "--full", bench.Queue("running").Single().Split('|')[0]);
        var ending = await bench.EndAsync(running);

        ending.ExitCode.ShouldNotBe(0);
        ending.IsLost.ShouldBeFalse();
        bench.Witness.Count.ShouldBe(1);
    });

    private static string NodeOf(string witness) => witness.Split(' ')[1];

    private static int Claims(CalculationRun run) =>
        new DirectoryInfo(run.RecordFolder).GetFileSystemInfos().Count(entry => entry.LinkTarget is not null);
}
