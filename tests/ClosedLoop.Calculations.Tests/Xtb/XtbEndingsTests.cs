using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Every way in which xtb is known to end, provoked by executing it.</summary>
public sealed class XtbEndingsTests : IDisposable
{
    private readonly ProgramBench _bench = new();

    public XtbEndingsTests() => InstalledProgram.Need("xtb", "xtb");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void SinglePoint_IsAccepted_AndTellsWhatTheJsonFileTells()
    {
        var (ending, folder) = Run(XtbMolecules.Of(XtbMolecules.Water));

        var values = ending.ShouldBeOfType<CalculationEnding.Finished>().Values;
        using var json = JsonDocument.Parse(folder.Text(XtbVerdict.Json)!);
        values["total-energy"].ShouldBe(json.RootElement.GetProperty("total energy").GetDouble(), 1e-8);
        (values["gap"] / PhysicalUnit.ElectronVolt).ShouldBe(json.RootElement.GetProperty("HOMO-LUMO gap/eV").GetDouble(), 1e-7);
        values["dipole"].ShouldBe(Dipole(json), 1e-3);
    }

    [Fact]
    public void Optimization_TellsTheDipoleOfTheEnd_NotOfTheStartAsTheJsonFileDoes()
    {
        var settings = XtbMolecules.Of(XtbMolecules.Water) with { Optimization = "normal", Solvent = "water" };
        var (ending, folder) = Run(settings);
        var end = XtbMolecules.Of(folder.Text(XtbVerdict.Optimized)!) with { Solvent = "water" };

        var dipole = ending.ShouldBeOfType<CalculationEnding.Finished>().Values["dipole"];

        dipole.ShouldBe(Run(end).Ending.ShouldBeOfType<CalculationEnding.Finished>().Values["dipole"], 2e-3);
        using var json = JsonDocument.Parse(folder.Text(XtbVerdict.Json)!);
        Math.Abs(dipole - Dipole(json)).ShouldBeGreaterThan(1e-2);
    }

    [Fact]
    public void Torsion_IsTurnedAndHeld()
    {
        var settings = XtbMolecules.Of(XtbMolecules.Peroxide) with { Optimization = "normal", Torsions = [new([1, 2, 3, 4], "2*half")] };

        var (ending, folder) = Run(settings, new Dictionary<string, ParameterValue> { ["half"] = -30 });

        ending.ShouldBeOfType<CalculationEnding.Finished>();
        Molecule.Read("end", folder.Text(XtbVerdict.Optimized)!)[0].Molecule.Dihedral(0, 1, 2, 3).ShouldBe(-60, 0.5);
        new Xtb(settings).ReadProgress(folder, new CalculationStage("xtb", new Dictionary<string, byte[]>(), [])).ShouldBe(1);
    }

    [Fact]
    public void UnconvergedOptimization_IsNoticedBehindExitCodeZero_AndCorrectedOnce()
    {
        var settings = XtbMolecules.Of(XtbMolecules.Peroxide) with { Optimization = "tight", MostCycles = 2 };
        var code = new Xtb(settings);
        var stage = code.Plan(XtbMolecules.Nothing).Stages.Single();
        var (folder, process) = _bench.Run(stage);

        process.ExitCode.ShouldBe(0);
        var ending = code.Read(folder, stage, process);
        ending.ShouldBe(new CalculationEnding.Unconverged("the geometry did not converge in the steps that it had"));
        var corrected = code.Again(stage, ending, []).ShouldNotBeNull();
        corrected.Corrections.Single().ShouldBe(new NumericalCorrection("geometry-not-converged", "--cycles 1000"));
        (folder, process) = _bench.Run(corrected);
        code.Read(folder, corrected, process).ShouldBeOfType<CalculationEnding.Finished>();
        code.Again(corrected, ending, [ending]).ShouldBeNull();
    }

    [Fact]
    public void UnconvergedCharges_AreNoticed_AndCorrectedOnce()
    {
        var code = new Xtb(XtbMolecules.Of(XtbMolecules.Water) with { MostIterations = 2 });
        var stage = code.Plan(XtbMolecules.Nothing).Stages.Single();
        var (folder, process) = _bench.Run(stage);

        var ending = code.Read(folder, stage, process);

        ending.ShouldBe(new CalculationEnding.Unconverged("the self-consistent charges did not converge"));
        var corrected = code.Again(stage, ending, []).ShouldNotBeNull();
        (folder, process) = _bench.Run(corrected);
        code.Read(folder, corrected, process).ShouldBeOfType<CalculationEnding.Finished>();
    }

    [Fact]
    public void UnknownOption_IsAFailure_ThoughTheProgramGoesOnWithoutIt() =>
        Run(XtbMolecules.Of(XtbMolecules.Water), change: stage => stage with { Command = [.. stage.Command, "--nonsense"] }).Ending
            .ShouldBeOfType<CalculationEnding.Failed>().ShouldSatisfyAllConditions(failed => failed.Class.ShouldBe("input"), failed => failed.Message.ShouldContain("--nonsense"));

    [Fact]
    public void UnknownSolvent_IsAFailureOfTheInput() =>
        Run(XtbMolecules.Of(XtbMolecules.Water) with { Solvent = "unobtainium" }).Ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("input");

    [Theory]
    [InlineData("3\n\nO 0 0 0\nH 0 0 0.01\nH 0 0.93 -0.24\n", "implausible")]
    [InlineData("3\n\nO 0 0 0\nH 0 0 0\nH 0 0 0\n", "geometry")]
    public void OverlappingAtoms_AreNoticedAfterTheRunToo(string geometry, string expected)
    {
        var ending = Run(XtbMolecules.Of(XtbMolecules.Water), change: stage => With(stage, XtbVerdict.Geometry, geometry)).Ending;

        (ending is CalculationEnding.Failed failed ? failed.Class : ending is CalculationEnding.Implausible ? "implausible" : "").ShouldBe(expected);
    }

    [Fact]
    public void AbsurdCharge_IsImplausible_ThoughTheProgramEndsWell() =>
        Run(XtbMolecules.Of(XtbMolecules.Water), change: stage => stage with { Command = [.. stage.Command, "--chrg", "40"] }).Ending.ShouldBeOfType<CalculationEnding.Implausible>();

    [Fact]
    public void StaleJson_OfAnotherRun_IsNoticed()
    {
        var code = new Xtb(XtbMolecules.Of(XtbMolecules.Water));
        var stage = code.Plan(XtbMolecules.Nothing).Stages.Single();
        var (folder, process) = _bench.Run(stage);

        // The force field writes no JSON file and leaves the old one; the command says that it is not this run's.
        var other = stage with { Command = [.. stage.Command, "--alpb", "water"] };
        code.Read(folder, other, process).ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("stale");
    }

    [Fact]
    public void ForceField_TellsItsEnergy_WhereAnOlderJsonFileLies()
    {
        var forceField = XtbMolecules.Of(XtbMolecules.Water) with { Method = XtbMethod.GfnFF };
        var stale = Run(XtbMolecules.Of(XtbMolecules.Water)).Folder.Bytes(XtbVerdict.Json)!;

        var (ending, folder) = Run(forceField, change: stage => stage with { Files = new Dictionary<string, byte[]>(stage.Files) { [XtbVerdict.Json] = stale } });

        folder.Bytes(XtbVerdict.Json).ShouldBe(stale);
        ending.ShouldBeOfType<CalculationEnding.Finished>().Values["total-energy"].ShouldBe(-0.3274, 1e-3);
    }

    [Fact]
    public void ChangedBonds_AreImplausible()
    {
        // Two hydrogen molecules asked for, and water given: what was optimized is another molecule.
        var reference = XtbMolecules.Water.Replace("0.93", "2.5", StringComparison.Ordinal);
        Run(XtbMolecules.Of(XtbMolecules.Water) with { Optimization = "normal" }, change: stage => With(stage, XtbVerdict.Reference, reference)).Ending
            .ShouldBeOfType<CalculationEnding.Implausible>().Message.ShouldBe("a bond O1–H3 has formed: this is another molecule than was asked for");
    }

    [Theory]
    [InlineData("TERM", false, typeof(CalculationEnding.Infrastructure))]
    [InlineData("KILL", true, typeof(CalculationEnding.Stopped))]
    [InlineData("ABRT", false, typeof(CalculationEnding.Failed))]
    [InlineData("SEGV", false, typeof(CalculationEnding.Failed))]
    public void Signal_IsInfrastructure_UnlessItWasOurs(string signal, bool isOurs, Type expected)
    {
        // Many waters take a while.
        var geometry = new StringBuilder("300\n\n");
        for (var n = 0; n < 100; n++)
        {
            var (x, y, z) = (3.1 * (n % 5), 3.1 * (n / 5 % 5), 3.1 * (n / 25));
            geometry.Append(CultureInfo.InvariantCulture, $"O {x} {y} {z}\nH {x} {y} {z + 0.96}\nH {x} {y + 0.93} {z - 0.24}\n");
        }

        var code = new Xtb(XtbMolecules.Of(geometry.ToString()) with { Optimization = "normal" });
        var stage = code.Plan(XtbMolecules.Nothing).Stages.Single();
        var (folder, process) = _bench.Run(stage, meddle: (folder, process) =>
        {
            ProgramBench.Await(folder, process, XtbVerdict.Output, "x T B");
            ProgramBench.Signal(process, signal);
            return isOurs;
        });

        code.Read(folder, stage, process).ShouldBeOfType(expected);
    }

    [Theory]
    [InlineData("overlap", "m.xyz: atoms O1 and H2 overlap: they are 0.010 Å apart")]
    [InlineData("zero", "m.xyz: all atoms are at the same place")]
    public void Geometry_ThatIsNone_IsRefusedBeforeTheRun(string what, string message) => Should.Throw<TemplateException>(() => new Xtb(XtbMolecules.Of(what == "zero"
        ? "3\n\nO 0 0 0\nH 0 0 0\nH 0 0 0\n"
        : "3\n\nO 0 0 0\nH 0 0 0.01\nH 0 0.93 -0.24\n"))).Message.ShouldBe(message);

    [Theory]
    [InlineData(40, 0, "a molecule of charge 40 has -30 electrons here, of which 0 cannot be unpaired")]
    [InlineData(1, 0, "a molecule of charge 1 has 9 electrons here, of which 0 cannot be unpaired")]
    public void Charge_ThatCannotBe_IsRefusedBeforeTheRun(int charge, int unpaired, string message) => Should.Throw<CalculationRefusedException>(() =>
        new Xtb(XtbMolecules.Of(XtbMolecules.Water) with { Charge = charge, Unpaired = unpaired }).Plan(XtbMolecules.Nothing)).Message.ShouldBe(message);

    private static double Dipole(JsonDocument json)
    {
        var parts = json.RootElement.GetProperty("dipole").EnumerateArray().Select(part => part.GetDouble()).ToArray();
        return new Vector(parts[0], parts[1], parts[2]).Length;
    }

    private static CalculationStage With(CalculationStage stage, string file, string text) =>
        stage with { Files = new Dictionary<string, byte[]>(stage.Files) { [file] = Encoding.UTF8.GetBytes(text) } };

    private (CalculationEnding Ending, CalculationFolder Folder) Run(
        XtbSettings settings, IReadOnlyDictionary<string, ParameterValue>? inputs = null, Func<CalculationStage, CalculationStage>? change = null)
    {
        var code = new Xtb(settings);
        var stage = code.Plan(inputs ?? XtbMolecules.Nothing).Stages.Single();
        stage = change is null ? stage : change(stage);
        var (folder, process) = _bench.Run(stage);
        return (code.Read(folder, stage, process), folder);
    }
}
