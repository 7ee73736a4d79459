using System.Diagnostics;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Every way in which abinit is known to end, provoked by executing it; and what it says of an alloy.</summary>
public sealed class AbinitTests : IDisposable
{
    // Aluminium gallium arsenide as a virtual crystal, with a small basis.
    private const string Template = """
        ntypat 2  npsp 3  ntypalch 1   # "pp_dirpath" is set elsewhere
        znucl 33 13 31
        mixalch {{x}} {{1 - x}}
        pseudos "33as.pspnc, 13al.981214.fhi, 31-Ga.LDA.fhi"
        natom 2 typat 1 2
        acell 3*{{a}}
        rprim 0 .5 .5  .5 0 .5  .5 .5 0
        xred 0 0 0  .25 .25 .25
        ecut 4
        ngkpt 2 2 2 nshiftk 1 shiftk 0 0 0
        nband 8 nbdbuf 2 ixc 7
        nstep 40 toldfe 1.0d-7
        prtwf 0 prtden 0
        """;

    private static readonly Dictionary<string, ParameterValue> Alloy = new() { ["x"] = 0.4, ["a"] = 10.6 };

    private static readonly DeclaredOutput[] Outputs =
    [
        new("energy") { Quantity = "total-energy", Unit = "Hartree" },
        new("gap_gamma") { Quantity = "gap", At = [0, 0, 0] },
        new("gap_X") { Quantity = "gap", At = [0.5, 0.5, 0] },
        new("above_X") { Formula = "gap_gamma - gap_X" },
        new("pressure") { Quantity = "pressure" },
    ];

    private readonly ProgramBench _bench = new();

    public AbinitTests() => InstalledProgram.Need("abinit", "abinit");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Success_IsAccepted_AndTellsWhatTheFilesTell()
    {
        var (ending, folder) = Run();

        var values = new Abinit(new("x.abi", Template, Outputs)).Conclude([ending.ShouldBeOfType<CalculationEnding.Finished>()]).ShouldBeOfType<CalculationEnding.Finished>().Values;
        var bands = folder.Text(AbinitVerdict.Eigenvalues)!.Split('\n').Where(line => line.Length > 0 && line[0] == ' ' && line.Contains('.', StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToArray();

        // The first point is Γ, the last X; four bands are full, the highest full state is at Γ.
        values["gap_gamma"].ShouldBe((bands[0][4] - bands[0][3]) * 27.211386, 1e-5);
        values["gap_X"].ShouldBe((bands[^1][4] - bands[0][3]) * 27.211386, 1e-5);
        values["above_X"].ShouldBe(values["gap_gamma"] - values["gap_X"], 1e-12);
        folder.Text(AbinitVerdict.Output)!.ShouldContain($"pressure_GPa: {values["pressure"].ToString("0.0000E+00", System.Globalization.CultureInfo.InvariantCulture),12}");
    }

    [Fact]
    public void Unconverged_IsNoticedBehindExitCodeZero_AndCorrectedOnce()
    {
        var code = Code("nstep 40", "nstep 2");
        var stage = code.Plan(Alloy).Stages.Single();
        var (folder, process) = _bench.Run(stage);

        process.ExitCode.ShouldBe(0);
        folder.Text(AbinitVerdict.Output)!.ShouldContain("Calculation completed");
        var ending = code.Read(folder, stage, process);
        ending.ShouldBe(new CalculationEnding.Unconverged("abinit completed without convergence (ScfConvergenceWarning)"));
        var corrected = code.Again(stage, ending, []).ShouldNotBeNull();
        corrected.Corrections.Single().ShouldBe(new NumericalCorrection("scf-not-converged", "nstep 2 → 120"));
        (folder, process) = _bench.Run(corrected);
        code.Read(folder, corrected, process).ShouldBeOfType<CalculationEnding.Finished>();
        code.ReadProgress(folder, corrected).ShouldBe(1);
        code.Again(corrected, ending, [ending]).ShouldBeNull();
    }

    [Theory]
    [InlineData("ecut 4", "ecutt 4", "input")]
    [InlineData("{{1 - x}}", "0.9", "input")]
    [InlineData("nband 8", "nband 2", "too-few-bands")]
    [InlineData("xred 0 0 0  .25 .25 .25", "xred 0 0 0  0 0 0", "geometry")]
    [InlineData("acell 3*{{a}}", "acell 3*0.1", "input")]
    public void WrongInput_Fails_WithTheProgramsOwnWords(string from, string to, string kind)
    {
        var failed = Run(from, to).Ending.ShouldBeOfType<CalculationEnding.Failed>();

        failed.Class.ShouldBe(kind);
        failed.Message.Length.ShouldBeGreaterThan("abinit gave up: ".Length);
    }

    [Fact]
    public void AtomsOnTopOfEachOther_AreImplausible_ThoughEverythingConverged() =>
        Run("xred 0 0 0  .25 .25 .25", "xred 0 0 0  .01 .01 .01").Ending.ShouldBeOfType<CalculationEnding.Implausible>().Message.ShouldContain("atoms As1 and Al2 overlap");

    [Theory]
    [InlineData("33as.pspnc", "33as.none", "the pseudopotential 33as.none is in none of /usr/share/abinit/psp")]
    [InlineData("33as.pspnc", "14si.pspnc", "the pseudopotential 14si.pspnc in /usr/share/abinit/psp is one of Si, not of As")]
    [InlineData("znucl 33 13 31", "znucl 33 13", "x.abi: pseudos must name as many files, in one pair of quotes and with commas between, as znucl has numbers")]
    public void Pseudopotential_ThatIsMissingOrAnotherOne_IsRefusedBeforeTheRun(string from, string to, string message) =>
        Should.Throw<CalculationRefusedException>(() => Code(from, to).Plan(Alloy)).Message.ShouldBe(message);

    [Fact]
    public void FullDisk_IsInfrastructure_ThoughTheProgramSaysSuccess()
    {
        var code = Code();
        var stage = code.Plan(Alloy).Stages.Single();
        var (folder, process) = _bench.Run(stage);
        var output = Path.Combine(folder.Path, AbinitVerdict.Output);
        File.WriteAllText(output, File.ReadAllText(output)[..8192]);

        code.Read(folder, stage, process).ShouldBeOfType<CalculationEnding.Infrastructure>();
    }

    [Theory]
    [InlineData("TERM", false, typeof(CalculationEnding.Infrastructure))]
    [InlineData("KILL", true, typeof(CalculationEnding.Stopped))]
    [InlineData("ABRT", false, typeof(CalculationEnding.Failed))]
    [InlineData("SEGV", false, typeof(CalculationEnding.Failed))]
    public void Signal_IsInfrastructure_UnlessItWasOurs(string signal, bool isOurs, Type expected)
    {
        bool Meddle(CalculationFolder folder, Process process)
        {
            ProgramBench.Await(folder, process, AbinitVerdict.Log, "ABINIT");
            ProgramBench.Signal(process, signal);
            return isOurs;
        }

        Run("ecut 4", "ecut 30", meddle: Meddle).Ending.ShouldBeOfType(expected);
    }

    [Fact]
    public void StopFile_EndsItCleanly_AndIsNoResult_ThoughTheExitCodeIsZero()
    {
        var code = new Abinit(new("x.abi", Template.Replace("ecut 4", "ecut 24", StringComparison.Ordinal).Replace("ngkpt 2 2 2", "ngkpt 8 8 8", StringComparison.Ordinal), Outputs));
        var stage = code.Plan(Alloy).Stages.Single();
        var (folder, process) = _bench.Run(stage, meddle: (folder, process) =>
        {
            ProgramBench.Await(folder, process, AbinitVerdict.Log, "ETOT  1");
            File.WriteAllText(Path.Combine(folder.Path, stage.StopFile!), "");
            return true;
        });

        process.ExitCode.ShouldBe(0);
        code.Read(folder, stage, process).ShouldBe(new CalculationEnding.Stopped("abinit stopped on request", false));
    }

    [Fact]
    public void TooLittleMemory_HangsBeforeTheFirstStep_AndIsInfrastructure() =>
        Run(limit: TimeSpan.FromSeconds(4), before: "ulimit -v 300000").Ending.ShouldBeOfType<CalculationEnding.Infrastructure>().Message.ShouldContain("hung before its first step");

    [Fact]
    public void Plan_BringsThePseudopotentialsAlong()
    {
        var stage = Code().Plan(Alloy).Stages.Single();

        Encoding.UTF8.GetString(stage.Files["x.abi"]).ShouldContain("mixalch 0.4 0.6\n");
        Encoding.UTF8.GetString(stage.Files["x.abi"]).ShouldEndWith("pp_dirpath \".\"\nchkexit 2\n");
        stage.Files.Keys.ShouldBe(["x.abi", "33as.pspnc", "13al.981214.fhi", "31-Ga.LDA.fhi"]);
        stage.Sources.Count.ShouldBe(3);
    }

    private static Abinit Code(string from = "", string to = "") => new(new("x.abi", from.Length == 0 ? Template : Template.Replace(from, to, StringComparison.Ordinal), Outputs));

    private (CalculationEnding Ending, CalculationFolder Folder) Run(
        string from = "", string to = "", TimeSpan? limit = null, string before = "", Func<CalculationFolder, Process, bool>? meddle = null)
    {
        var code = Code(from, to);
        var stage = code.Plan(Alloy).Stages.Single();
        var (folder, process) = _bench.Run(stage, limit, before, meddle: meddle);
        return (code.Read(folder, stage, process), folder);
    }
}
