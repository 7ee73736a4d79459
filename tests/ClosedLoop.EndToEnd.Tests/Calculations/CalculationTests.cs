using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A program of the user's own as an instrument, from YAML alone, and what becomes of its runs when the instrument's process is killed.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CalculationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OnAnOwnScript_FindsTheBest_AndCountsWhatItReallyCost()
    {
        ScriptLab.Write(_folder);
        var (code, text) = await RunAsync(ScriptLab.WriteCampaign(_folder, 8));

        code.ShouldBe(0, text);
        var state = _folder.State("bowl");
        state.Trials.Values.ShouldAllBe(trial => trial.Status == TrialStatus.Observed);
        foreach (var trial in state.Trials.Values)
        {
            var (x, y) = (trial.Proposed.Candidate["x"].Number, trial.Proposed.Candidate["y"].Number);
            trial.Values!["height"].ShouldBe(Math.Pow(x - 1, 2) + Math.Pow(y + 2, 2), 1e-9);
            var result = trial.Dispatches.ShouldHaveSingleItem().Result.ShouldNotBeNull();
            result.Files.Select(file => file.Name).ShouldBe(["bowl.in", "bowl.sh", "stdout.txt", "calculation.json"]);
        }

        ScriptLab.Witnessed(_folder).ShouldBe(8);
        state.Spent.ShouldBe(state.Trials.Values.Sum(trial => trial.Dispatches[0].Result!.Outputs["cpu_seconds"].Number), 1e-9);
        state.Spent.ShouldBeInRange(0, 20);
    }

    [Fact]
    public async Task FreshRun_OfTheSameCampaign_CalculatesNothingAgainAndCostsNothing()
    {
        ScriptLab.Write(_folder);
        var file = ScriptLab.WriteCampaign(_folder, 12);
        (await RunAsync(file)).Code.ShouldBe(0);
        ScriptLab.Witnessed(_folder).ShouldBe(12);

        var (code, text) = await RunAsync(file, "--fresh");

        code.ShouldBe(0, text);
        ScriptLab.Witnessed(_folder).ShouldBe(12);
        var state = _folder.State("bowl");
        state.Spent.ShouldBe(0);
        state.Trials.Count.ShouldBe(12);
        state.Trials.Values.ShouldAllBe(trial => trial.Dispatches[0].Result!.Outputs["cached"].Number == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KillOfTheInstrumentsProcess_WhileItsProgramRuns_LosesNothingAndRepeatsNothing(bool endsMeanwhile)
    {
        ScriptLab.Write(_folder, waits: true);
        var file = ScriptLab.WriteCampaign(_folder, 2);
        var port = FreePort.Next();
        string[] elsewhere = ["--broker", $"127.0.0.1:{port}"];
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        await using var campaign = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--no-instruments", .. elsewhere]);
        await using (var first = Executable.Start(_folder.FullPath, ["instrument", "script.yaml", .. elsewhere]))
        {
            await Until.TrueAsync(() => ScriptLab.Witnessed(_folder) == 1 || campaign.HasExited, first.ToString);
            await first.KillAsync();
        }

        if (endsMeanwhile)
        {
            _folder.Write("go", "");
            var exit = Path.Combine(_folder.Data, "instruments", "bowl-1", "calculations");
            await Until.TrueAsync(() => Directory.EnumerateFiles(exit, "exit", SearchOption.AllDirectories).Any(), () => "the program's ending");
        }

        await using var second = Executable.Start(_folder.FullPath, ["instrument", "script.yaml", .. elsewhere]);
        await second.LineAsync("1 instruments");
        _folder.Write("go", "");

        (await campaign.ExitAsync()).ShouldBe(0, $"{campaign}\n{second}");
        var state = _folder.State("bowl");
        state.Trials.Values.ShouldAllBe(trial => trial.Status == TrialStatus.Observed && trial.Dispatches.Length == 1);
        state.Trials.Values.ShouldAllBe(trial => trial.Dispatches[0].Result!.Outputs["cached"].Number == 0);
        ScriptLab.Witnessed(_folder).ShouldBe(2);
    }

    /// <summary>One after the other: as soon as a trial's inputs are ready, its program has begun, has ended, its result is remembered, its end is in the ledger.</summary>
    [Fact]
    public async Task KillOfTheInstrumentsProcess_AtEachKindOfMoment_LosesNothingAndRepeatsNothing()
    {
        ScriptLab.Write(_folder);
        var file = ScriptLab.WriteCampaign(_folder, 8);
        var port = FreePort.Next();
        string[] elsewhere = ["--broker", $"127.0.0.1:{port}"];
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        await using var campaign = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--no-instruments", .. elsewhere]);
        Func<bool>[] moments =
        [
            () => Notes("prepared") >= 1,
            () => Notes("begun") >= 2,
            () => Notes("exit") >= 3,
            () => Count(Path.Combine(_folder.Data, "calculations"), "*.json") >= 4,
            () => Ended() >= 5,
        ];
        foreach (var moment in moments)
        {
            await using var killed = Executable.Start(_folder.FullPath, ["instrument", "script.yaml", .. elsewhere]);
            await Until.TrueAsync(() => moment() || campaign.HasExited, () => $"{killed}\n{campaign}");
            await killed.KillAsync();
        }

        await using var last = Executable.Start(_folder.FullPath, ["instrument", "script.yaml", .. elsewhere]);

        (await campaign.ExitAsync()).ShouldBe(0, $"{campaign}\n{last}");
        var state = _folder.State("bowl");
        state.Trials.Count.ShouldBe(8);
        state.Trials.Values.ShouldAllBe(trial => trial.Status == TrialStatus.Observed && trial.Dispatches.Length == 1);
        state.Trials.Values.ShouldAllBe(trial => trial.Dispatches[0].Result!.Outputs["cached"].Number == 0);
        ScriptLab.Witnessed(_folder).ShouldBe(8);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("instrument")]
    public async Task Start_WithoutTheProgramInstalled_NamesThePackage(string command)
    {
        ScriptLab.Write(_folder);
        var lab = File.ReadAllText(Path.Combine(_folder.FullPath, "script.yaml")).Replace("[sh, bowl.sh", "[lmp-serial-5, bowl.sh").Replace("inputs: [x, y]", "package: lammps\n      inputs: [x, y]");
        _folder.Write("script.yaml", lab);
        string[] arguments = command == "run" ? ["run", ScriptLab.WriteCampaign(_folder, 2), "--plain"] : ["instrument", "script.yaml", "--broker", $"127.0.0.1:{FreePort.Next()}"];

        await using var process = Executable.Start(_folder.FullPath, arguments);

        (await process.ExitAsync()).ShouldBe(2, process.Text);
        process.Text.ShouldContain("script.yaml(3): bowl-1: command needs 'lmp-serial-5', which is not on the path; install the Debian package 'lammps': apt-get install lammps");
    }

    [Fact]
    public async Task Start_OnAClusterWithoutSlurmsCommands_NamesThePackage()
    {
        ScriptLab.Write(_folder);
        var lab = File.ReadAllText(Path.Combine(_folder.FullPath, "script.yaml")).Replace("    capability: bowl", "    execution: slurm\n    capability: bowl");
        _folder.Write("script.yaml", lab);
        var programs = Directory.CreateDirectory(Path.Combine(_folder.FullPath, "programs")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "sh"), "/bin/sh");

        await using var process = Executable.Start(_folder.FullPath, ["run", ScriptLab.WriteCampaign(_folder, 2), "--plain"], ("PATH", programs));

        (await process.ExitAsync()).ShouldBe(2, process.Text);
        process.Text.ShouldContain("script.yaml(5): bowl-1: execution: slurm needs sbatch, squeue, scancel, not found on PATH; install the package slurm-client");
    }

    [Fact]
    public async Task Start_WithTemplatesThatDoNotFit_TellsEachWithItsLine()
    {
        ScriptLab.Write(_folder);
        _folder.Write("bowl.in", "# a bowl\nx = {{x:word}}\nz = {{z}}\n");

        var (code, text) = await RunAsync(ScriptLab.WriteCampaign(_folder, 2));

        code.ShouldBe(2, text);
        text.ShouldContain("bowl.in(2): the input 'x' is a number; write {{x}} there");
        text.ShouldContain("bowl.in(3): 'z' is no input; the inputs are x, y");
        text.ShouldContain("the input 'y' is in no template and not in the command");
    }

    private int Notes(string name) => Count(Path.Combine(_folder.Data, "instruments", "bowl-1"), name);

    private int Ended() => _folder.Events("bowl").OfType<StepSucceeded>().Count();

    private static int Count(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = true }).Count() : 0;

    private async Task<(int Code, string Text)> RunAsync(string file, params IEnumerable<string> more)
    {
        await using var run = Executable.Start(_folder.FullPath, ["run", file, "--plain", .. more]);
        return (await run.ExitAsync(), run.Text);
    }
}
