using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Geometries that pw.x relaxes, stopped in the middle: they go on from where they were and end where the uninterrupted one does.</summary>
public sealed class RelaxationTests : IDisposable
{
    // Silicon with one atom moved: four steps to its place.
    private const string Silicon = """
        &control
         calculation='relax', tprnfor=.true.
        /
        &system
         ibrav=2, celldm(1)=10.2, nat=2, ntyp=1, ecutwfc={{ecut}}
        /
        &electrons
         conv_thr=1d-8
        /
        &ions
        /
        ATOMIC_SPECIES
         Si 28.086 Si.pz-vbc.UPF
        ATOMIC_POSITIONS alat
         Si 0 0 0
         Si 0.25 0.28 0.25
        K_POINTS automatic
         {{k:integer}} {{k:integer}} {{k:integer}} 0 0 0
        """;

    private readonly ProgramBench _bench = new();

    public RelaxationTests() => InstalledProgram.Need("pw.x", "quantum-espresso");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void TooFewSteps_AreUnconverged_AndCorrectedByGoingOn()
    {
        var code = Code("calculation='relax'", "calculation='relax', nstep=2");
        var stage = Stage(code, 10, 2);
        var (folder, process) = _bench.Run(stage);

        var ending = code.Read(folder, stage, process);

        ending.ShouldBe(new CalculationEnding.Unconverged("the geometry did not converge in the steps that it had"));
        var next = code.Again(stage, ending, []).ShouldNotBeNull();
        next.Corrections.ShouldBe([new NumericalCorrection("geometry-not-converged", "nstep 2 → 50, continued")]);
        next.Carries.ShouldBe(["out"]);
        var (last, ended) = _bench.Run(next, from: folder);
        Energy(code.Read(last, next, ended)).ShouldBe(Whole(10, 2), 1e-7);
        Steps(last).ShouldBeLessThan(4, "what was done before is not done again");
        code.Again(next, ending, [ending]).ShouldBeNull();
    }

    [Fact]
    public void StopFile_InTheMiddle_LeavesACheckpoint_FromWhichTheGeometryGoesOn()
    {
        var code = Code();
        var stage = Stage(code, 30, 4);
        var (folder, process) = _bench.Run(stage, meddle: (folder, process) =>
        {
            ProgramBench.Await(folder, process, PwVerdict.Output, "number of bfgs steps    =   0");
            File.WriteAllText(Path.Combine(folder.Path, stage.StopFile!), "");
            return true;
        });

        var ending = code.Read(folder, stage, process);

        ending.ShouldBe(new CalculationEnding.Stopped("pw.x stopped on request", true));
        var next = code.Again(stage, ending, []).ShouldNotBeNull();
        next.Corrections.ShouldBeEmpty();
        var (last, ended) = _bench.Run(next, from: folder);
        Energy(code.Read(last, next, ended)).ShouldBe(Whole(30, 4), 1e-7);
    }

    private static QuantumEspresso Code(string from = "", string to = "") => new(new(
        "si.in", from.Length == 0 ? Silicon : Silicon.Replace(from, to, StringComparison.Ordinal), [new DeclaredOutput("energy") { Quantity = "total-energy", Unit = "Hartree" }]));

    private static CalculationStage Stage(QuantumEspresso code, int cutoff, int points) =>
        code.Plan(new Dictionary<string, ParameterValue> { ["ecut"] = cutoff, ["k"] = points }).Stages.Single();

    private static double Energy(CalculationEnding ending) => ending.ShouldBeOfType<CalculationEnding.Finished>().Values["total-energy"];

    private static int Steps(CalculationFolder folder) => Encoding.UTF8.GetString(folder.Bytes(PwVerdict.Output)!).Split("!    total energy").Length - 1;

    private double Whole(int cutoff, int points)
    {
        var code = Code();
        var stage = Stage(code, cutoff, points);
        var (folder, process) = _bench.Run(stage);
        return Energy(code.Read(folder, stage, process));
    }
}
