using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>The script that runs on a node, without a cluster: what it says must not depend on when Slurm sends it a signal.</summary>
public sealed class SlurmScriptTests
{
    /// <summary>Truth: the program's own exit code. The storm outlives the program, so that signals arrive at every moment of its end.</summary>
    [Theory]
    [InlineData("USR1")]
    [InlineData("TERM")]
    public void Signals_AtEveryMomentOfTheEnd_DoNotChangeTheExitCode(string signal)
    {
        for (var trial = 1; trial <= 5; trial++)
        {
            using var temp = new TemporaryFolder();
            var run = Run(temp.Path, trial, $"trap '' TERM\nsetsid sh -c 'while kill -{signal} \"$0\" 2>/dev/null; do :; done' $(cut -d' ' -f4 /proc/$PPID/stat) &\nsleep .1\nexit 7\n");
            Directory.CreateDirectory(run.RecordFolder);
            var script = Path.Combine(run.RecordFolder, "submission-1.sh");
            File.WriteAllText(script, SlurmScript.Of(run, new SlurmSubmission(1, "batch", 0)));

            using var process = Process.Start(new ProcessStartInfo("/bin/bash", [script]) { Environment = { ["SLURM_JOB_ID"] = "1", ["SLURMD_NODENAME"] = "here" } })!;
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, File.ReadAllText(Path.Combine(run.RecordFolder, "script.log")));

            var ending = JsonNode.Parse(File.ReadAllText(Path.Combine(run.RecordFolder, "ending", "ending.json")))!;
            ((int)ending["exitCode"]!).ShouldBe(7);
            ((bool)ending["stopRequested"]!).ShouldBe(signal == "TERM");
        }
    }

    private static CalculationRun Run(string folder, int trial, string script)
    {
        var id = new DispatchId("script", trial, "compute", 1);
        var files = new Dictionary<string, byte[]> { ["input.sh"] = Encoding.UTF8.GetBytes(script) };
        var run = new CalculationRun
        {
            DispatchId = id,
            Stage = new CalculationStage("scf", files, ["/bin/bash", "input.sh"]) { StopFile = "x.EXIT" },
            Attempt = 1,
            Folder = Path.Combine(folder, "scf.1"),
            Resources = new RunResources(1, TimeSpan.FromMinutes(5)) { Grace = TimeSpan.FromMinutes(1) },
        };
        Directory.CreateDirectory(run.Folder);
        File.WriteAllBytes(Path.Combine(run.Folder, "input.sh"), files["input.sh"]);
        return run;
    }
}
