namespace ClosedLoop.CampaignFiles.Tests;

public sealed class CalculationFileTests
{
    internal const string EveryKey = """
        lab: computing
        cores: 4
        instruments:
          - id: melt-1
            type: calculation
            capability: diffusion
            capacity: 8
            execution: local
            cores: 2
            memoryMB: 500
            timeLimit: 30 min
            grace: 10 s
            frozenAfter: 5 min
            continuations: 2
            corrections: 0
            cache: false
            keepRuns: 30 d
            plausible: {diffusion: [0, 1e-3]}
            limits: {temperature: [10, 2000]}
            duration: {mean: 2 min, spread: 0.2}
            failure: {probability: 0.1, sample: untouched}
            response: {surface: branin, inputs: {x1: temperature, x2: steps}, outputs: {y: diffusion}}
            code:
              type: command
              package: lammps
              inputs: {temperature: number, steps: integer, pair: word}
              command: [lmp, -in, in.melt, -var, T, "{{temperature}}"]
              templates: {in.melt: templates/melt.in}
              files: {Cu.eam: potentials/Cu_u3.eam}
              stdin: in.melt
              stdout: log.txt
              stderr: errors.txt
              environment: {LAMMPS_POTENTIALS: /usr/share/lammps/potentials, THREADS: 2}
              version: [lmp, -h]
              stopFile: STOP
              checkpoint: {files: [restart.bin], command: [lmp, -in, in.restart]}
              success: {exit: [0, 2], require: Total wall time, forbid: ["^ERROR", {file: errors.txt, pattern: Segmentation}]}
              unconverged: {file: log.txt, pattern: not converged}
              infrastructure: No such device
              progress: {file: log.txt, pattern: "Step (\\d+)", of: 10000}
              keep: [dump.txt]
              outputs:
                diffusion: {regex: "D = (\\S+)", take: first, factor: 1e-4}
                gap: {json: "bands[-1].gap", file: out.json}
                energy: {xml: //etot, file: out.xml}
                rmse: {csv: rmse, file: table.csv, row: 0, separator: whitespace}
        """;

    [Fact]
    public async Task Schema_HasNoObjection() =>
        PublishedSchema.Objections(await PublishedSchema.Load("lab.schema.json"), EveryKey).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public void Calculation_WithEveryKey_IsReadExactly()
    {
        var result = LabFileReader.Read(EveryKey, "computing.yaml");

        result.Errors.ShouldBeEmpty();
        var lab = result.File.ShouldNotBeNull();
        lab.Cores.ShouldBe(4);
        var instrument = lab.Instruments.ShouldHaveSingleItem();
        (instrument.Id, instrument.Type, instrument.Line, instrument.Capacity).ShouldBe(("melt-1", "calculation", 4, 8));
        var calculation = instrument.Calculation.ShouldNotBeNull();
        (calculation.Capability, calculation.Cores, calculation.MemoryMegabytes, calculation.Cache).ShouldBe(("diffusion", 2, 500, false));
        (calculation.TimeLimit, calculation.Grace, calculation.FrozenAfter).ShouldBe((TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)));
        (calculation.Continuations, calculation.Corrections, calculation.Execution).ShouldBe((2, 0, new LocalExecutionFile(8)));
        (calculation.KeepRuns, calculation.KeepRunsFor).ShouldBe((null, TimeSpan.FromDays(30)));
        calculation.Plausible["diffusion"].ShouldBe(new RangeFile(0, 1e-3));
        calculation.Limits["temperature"].ShouldBe(new RangeFile(10, 2000));
        calculation.Duration.ShouldBe(new DurationFile(TimeSpan.FromMinutes(2), 0.2));
        var standIn = instrument.Capabilities.ShouldHaveSingleItem();
        (standIn.Name, standIn.Failure.Probability).ShouldBe(("diffusion", 0.1));
        standIn.Response.ShouldBeOfType<SurfaceResponseFile>().Surface.ShouldBe("branin");
    }

    [Fact]
    public void Command_WithEveryKey_IsReadExactly()
    {
        var code = LabFileReader.Read(EveryKey, "computing.yaml").File!.Instruments[0].Calculation!.Code.ShouldBeOfType<CommandCodeFile>();

        code.Line.ShouldBe(23);
        code.Inputs.ShouldBe(new Dictionary<string, CommandInputFile>
        {
            ["temperature"] = CommandInputFile.Number,
            ["steps"] = CommandInputFile.WholeNumber,
            ["pair"] = CommandInputFile.Word,
        });
        code.Command.ShouldBe(["lmp", "-in", "in.melt", "-var", "T", "{{temperature}}"]);
        code.Templates.ShouldBe([new NamedFile("in.melt", "templates/melt.in", 28)]);
        code.Files.ShouldBe([new NamedFile("Cu.eam", "potentials/Cu_u3.eam", 29)]);
        (code.StandardInput, code.StandardOutput, code.StandardError).ShouldBe(("in.melt", "log.txt", "errors.txt"));
        code.Environment.ShouldBe(new Dictionary<string, string> { ["LAMMPS_POTENTIALS"] = "/usr/share/lammps/potentials", ["THREADS"] = "2" });
        (code.Package, code.StopFile, code.ProgressOf).ShouldBe(("lammps", "STOP", 10000));
        code.Version.ShouldBe(["lmp", "-h"]);
        code.Checkpoint.ShouldBe(["restart.bin"]);
        code.Continue.ShouldBe(["lmp", "-in", "in.restart"]);
        code.ExitCodes.ShouldBe([0, 2]);
        code.Keeps.ShouldBe(["dump.txt"]);
        code.Requires.Select(Told).ShouldBe([(null, "Total wall time")]);
        code.Forbids.Select(Told).ShouldBe([(null, "^ERROR"), ("errors.txt", "Segmentation")]);
        code.Unconverged.Select(Told).ShouldBe([("log.txt", "not converged")]);
        code.Infrastructure.Select(Told).ShouldBe([(null, "No such device")]);
        Told(code.Progress!).ShouldBe(("log.txt", @"Step (\d+)"));
        var pattern = code.Outputs["diffusion"].ShouldBeOfType<ValueFile.Pattern>();
        (pattern.File, pattern.Factor, pattern.Expression.ToString(), pattern.First).ShouldBe((null, 1e-4, @"D = (\S+)", true));
        code.Outputs["gap"].ShouldBe(new ValueFile.Json("out.json", 1, "bands[-1].gap"));
        code.Outputs["energy"].ShouldBe(new ValueFile.Xml("out.xml", 1, "//etot"));
        code.Outputs["rmse"].ShouldBe(new ValueFile.Csv("table.csv", 1, "rmse", 0, null));
    }

    [Fact]
    public void Calculation_WithTheLeastKeys_HasDefaults()
    {
        var lab = LabFileReader.Read(
            """
            lab: computing
            instruments:
              - {id: own, type: calculation, capability: energy, code: {type: command, command: [./own.sh], outputs: {e: {regex: "e (.*)"}}}}
            """,
            "computing.yaml").File.ShouldNotBeNull();

        lab.Cores.ShouldBeNull();
        var instrument = lab.Instruments.ShouldHaveSingleItem();
        instrument.Capabilities.ShouldBeEmpty();
        var calculation = instrument.Calculation.ShouldNotBeNull();
        (calculation.Cores, calculation.Cache, calculation.Execution, calculation.TimeLimit).ShouldBe((1, true, new LocalExecutionFile(0), null));
        calculation.Code.ShouldBeOfType<CommandCodeFile>().Inputs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("all")]
    [InlineData("failed")]
    [InlineData("none")]
    public async Task KeptRuns_AreNamedByAWord(string word)
    {
        var text = EveryKey.Replace("keepRuns: 30 d", $"keepRuns: {word}", StringComparison.Ordinal);
        var calculation = LabFileReader.Read(text, "computing.yaml").File.ShouldNotBeNull().Instruments[0].Calculation!;

        (calculation.KeepRuns, calculation.KeepRunsFor).ShouldBe((word, null));
        PublishedSchema.Objections(await PublishedSchema.Load("lab.schema.json"), text).ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public void KeptRuns_InAnotherWord_AreAnError() => LabFileReader.Read(EveryKey.Replace("keepRuns: 30 d", "keepRuns: some", StringComparison.Ordinal), "computing.yaml")
        .Errors.ShouldHaveSingleItem().Message.ShouldContain("use all, failed or none, or for how long all of them do");

    [Fact]
    public void Execution_OnACluster_IsReadExactly()
    {
        SlurmExecutionFile Of(string execution) => LabFileReader.Read(EveryKey.Replace("execution: local", $"execution: {execution}", StringComparison.Ordinal), "computing.yaml")
            .File.ShouldNotBeNull().Instruments[0].Calculation!.Execution.ShouldBeOfType<SlurmExecutionFile>();

        var file = Of("{type: slurm, partition: long, account: alloys, queued: 64, options: [--qos=long, --exclusive]}");

        (file.Line, file.Partition, file.Account, file.Queued).ShouldBe((8, "long", "alloys", 64));
        file.Options.ShouldBe(["--qos=long", "--exclusive"]);
        Of("slurm").ShouldBe(new SlurmExecutionFile(8) { Options = Of("slurm").Options });
    }

    [Theory]
    [InlineData("slurm")]
    [InlineData("{type: slurm, partition: long, account: alloys, queued: 64, options: [--qos=long, --exclusive]}")]
    public async Task Schema_HasNoObjectionToACluster(string execution) => PublishedSchema
        .Objections(await PublishedSchema.Load("lab.schema.json"), EveryKey.Replace("execution: local", $"execution: {execution}", StringComparison.Ordinal))
        .ShouldNotBeNull().ShouldBeEmpty();

    private static (string? File, string Pattern) Told(SignFile sign) => (sign.File, sign.Pattern.ToString());
}
