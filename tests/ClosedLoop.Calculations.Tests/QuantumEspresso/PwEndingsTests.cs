using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Every way in which pw.x is known to end, provoked by executing it.</summary>
public sealed partial class PwEndingsTests : IDisposable
{
    // Long enough for a run that takes a tenth of a second to have finished on a busy machine, if it had not hung.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(4);

    private readonly ProgramBench _bench = new();

    public PwEndingsTests() => InstalledProgram.Need("pw.x", "quantum-espresso");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Success_IsAccepted_AndAgreesWithWhatTheProgramPrints()
    {
        var (ending, output) = Run(Magnesium.Stage());

        var values = ending.ShouldBeOfType<CalculationEnding.Finished>().Values;
        values["total-energy"].ShouldBe(Printed(TotalEnergy(), output) / 2, 1e-8);
        (values["pressure"] / PhysicalUnit.Gigapascal).ShouldBe(Printed(Pressure(), output) / 10, 2e-3);
        (values["fermi-energy"] / PhysicalUnit.ElectronVolt).ShouldBe(Printed(Fermi(), output), 1e-4);
        values["volume"].ShouldBe(Printed(Volume(), output), 1e-3);
        values["gap"].ShouldBe(0);
    }

    [Fact]
    public void TooFewSteps_EndUnconverged_WhateverTheExitCodeSays()
    {
        Run(Magnesium.Stage("electron_maxstep=60", "electron_maxstep=2")).Ending.ShouldBeOfType<CalculationEnding.Unconverged>().Message.ShouldContain("in 2 steps");

        // Exit code 0, and the XML file says that it converged.
        Run(Magnesium.Stage("electron_maxstep=60", "electron_maxstep=2, scf_must_converge=.false.")).Ending
            .ShouldBeOfType<CalculationEnding.Unconverged>().Message.ShouldContain("above the 5E-09 that were asked for");
    }

    [Fact]
    public void Unconverged_GetsOneCorrection_ThatConvergesToTheSameEnergy()
    {
        var code = Magnesium.Code("electron_maxstep=60", "electron_maxstep=2");
        var stage = code.Plan(Magnesium.Cell).Stages.Single();
        var unconverged = Run(stage).Ending;

        var corrected = code.Again(stage, unconverged, []).ShouldNotBeNull();

        corrected.Corrections.Single().ShouldBe(new NumericalCorrection("scf-not-converged", "mixing_beta 0.7 → 0.35, electron_maxstep 2 → 100"));
        Energy(Run(corrected).Ending).ShouldBe(Energy(Run(Magnesium.Stage()).Ending), 1e-8);
        code.Again(corrected, unconverged, [unconverged]).ShouldBeNull();
    }

    [Fact]
    public void OwnTimeLimit_StopsWithACheckpoint_AndContinuesToTheSameEnergy()
    {
        var code = Magnesium.Code("calculation='scf'", "calculation='scf', max_seconds=0");
        var stage = code.Plan(Magnesium.Cell).Stages.Single();
        var (folder, process) = _bench.Run(stage);

        var ending = code.Read(folder, stage, process);

        ending.ShouldBe(new CalculationEnding.Stopped("pw.x stopped at its time limit", true));
        var next = code.Again(stage, ending, []).ShouldNotBeNull();
        next.Carries.ShouldBe(["out"]);
        var input = System.Text.Encoding.UTF8.GetString(next.Files[QuantumEspresso.Input]).Replace("max_seconds=0", "max_seconds=1000", StringComparison.Ordinal);
        next = next with { Files = new Dictionary<string, byte[]>(next.Files) { [QuantumEspresso.Input] = System.Text.Encoding.UTF8.GetBytes(input) } };
        Energy(Run(next, from: folder).Ending).ShouldBe(Energy(Run(Magnesium.Stage()).Ending), 2e-8);
    }

    [Fact]
    public void StopFile_StopsCleanly_WithACheckpoint()
    {
        var code = Magnesium.Code("ecutwfc={{ecut}}", "ecutwfc={{2*ecut}}", isLong: true);
        var stage = code.Plan(Magnesium.Cell).Stages.Single();
        var (folder, process) = _bench.Run(stage, meddle: (folder, process) =>
        {
            ProgramBench.Await(folder, process, PwVerdict.Output, "iteration #");
            File.WriteAllText(Path.Combine(folder.Path, stage.StopFile!), "");
            return true;
        });

        var ending = code.Read(folder, stage, process);
        ending.ShouldBe(new CalculationEnding.Stopped("pw.x stopped on request", true));
        folder.Exists(Path.Combine("out", "x.save", "charge-density.dat")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public void Signal_ThatIsNotOurs_IsInfrastructure_AndOursIsAStop(string signal)
    {
        bool Meddle(CalculationFolder folder, Process process, bool isOurs)
        {
            ProgramBench.Await(folder, process, PwVerdict.Output, "iteration #");
            ProgramBench.Signal(process, signal);
            return isOurs;
        }

        var stage = Magnesium.Stage("ecutwfc={{ecut}}", "ecutwfc={{2*ecut}}", isLong: true);
        Run(stage, meddle: (folder, process) => Meddle(folder, process, false)).Ending.ShouldBeOfType<CalculationEnding.Infrastructure>().Message.ShouldContain("which was not ours");
        Run(stage, meddle: (folder, process) => Meddle(folder, process, true)).Ending.ShouldBeOfType<CalculationEnding.Stopped>().Restartable.ShouldBeFalse();
    }

    [Theory]
    [InlineData("ABRT")]
    [InlineData("SEGV")]
    public void Crash_WouldHappenAgain(string signal) => Run(Magnesium.Stage("ecutwfc={{ecut}}", "ecutwfc={{2*ecut}}", isLong: true), meddle: (folder, process) =>
    {
        ProgramBench.Await(folder, process, PwVerdict.Output, "iteration #");
        ProgramBench.Signal(process, signal);
        return false;
    }).Ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("crash");

    [Fact]
    public void OuterTimeLimit_IsAStopWithoutCheckpoint_OrAHangBeforeTheFirstStep()
    {
        Run(Magnesium.Stage("ecutwfc={{ecut}}", "ecutwfc={{2*ecut}}", isLong: true), TimeSpan.FromMilliseconds(20), meddle: (folder, process) =>
        {
            ProgramBench.Await(folder, process, PwVerdict.Output, "iteration #");
            return false;
        }).Ending.ShouldBe(new CalculationEnding.Stopped("pw.x was ended at its outer time limit, without a checkpoint", false));

        // Too little memory makes the start of its message passing hang for ever.
        Run(Magnesium.Stage(), Hang, "ulimit -v 200000").Ending.ShouldBeOfType<CalculationEnding.Infrastructure>().Message.ShouldContain("hung before its first step");
    }

    [Fact]
    public void UnknownKey_IsAFailureOfTheInput() => Run(Magnesium.Stage("nat=2,", "nat=2, nonsense=3,")).Ending
        .ShouldBeOfType<CalculationEnding.Failed>().ShouldSatisfyAllConditions(failed => failed.Class.ShouldBe("input"), failed => failed.Message.ShouldContain("nonsense"));

    [Fact]
    public void TooFewBands_GetOneCorrection_ThatHelps()
    {
        var code = Magnesium.Code("nat=2,", "nat=2, nbnd=1,");
        var stage = code.Plan(Magnesium.Cell).Stages.Single();

        var ending = Run(stage).Ending;

        ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("too-few-bands");
        var corrected = code.Again(stage, ending, []).ShouldNotBeNull();
        corrected.Corrections.Single().Class.ShouldBe("too-few-bands");
        Energy(Run(corrected).Ending).ShouldBe(Energy(Run(Magnesium.Stage()).Ending), 1e-8);
    }

    [Fact]
    public void AbsurdCell_EndsWithoutAMessage_AndFails()
    {
        var stage = Magnesium.Code().Plan(new Dictionary<string, Domain.ParameterValue> { ["a"] = 0.01, ["c_over_a"] = 1 }).Stages.Single();

        Run(stage).Ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("silent");
    }

    [Theory]
    [InlineData("0.666666666667 0.333333333333 0.75", "0.3334 0.6667 0.25")]
    [InlineData("0.666666666667 0.333333333333 0.75", "0.33 0.66 0.27")]
    public void AtomsOnTopOfEachOther_AreImplausible_ThoughEverythingConverged(string from, string to) =>
        Run(Magnesium.Stage(from, to)).Ending.ShouldBeOfType<CalculationEnding.Implausible>().Message.ShouldContain("atoms Mg1 and Mg2 overlap");

    [Fact]
    public void MissingPseudopotential_WhereTheSystemHasOneOfThatName_IsNoticed()
    {
        var stage = Magnesium.Stage();
        var without = stage with { Files = stage.Files.Where(file => file.Key == QuantumEspresso.Input).ToDictionary() };

        Run(without).Ending.ShouldBeOfType<CalculationEnding.Failed>().ShouldSatisfyAllConditions(
            failed => failed.Class.ShouldBe("pseudopotential"), failed => failed.Message.ShouldContain("/usr/share/espresso/pseudo"));
    }

    [Fact]
    public void MissingPseudopotential_WhereTheSystemHasNone_Fails()
    {
        var stage = Magnesium.Stage();
        var input = System.Text.Encoding.UTF8.GetString(stage.Files[QuantumEspresso.Input]).Replace("Mg.pz-n-vbc.UPF", "Mg.none.UPF", StringComparison.Ordinal);

        Run(stage with { Files = new Dictionary<string, byte[]> { [QuantumEspresso.Input] = System.Text.Encoding.UTF8.GetBytes(input) } }).Ending
            .ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("pseudopotential");
    }

    [Fact]
    public void RestartWithoutACheckpoint_Fails_ThoughTheProgramBeginsAnewAndSucceeds()
    {
        var stage = Magnesium.Code().Again(Magnesium.Stage(), new CalculationEnding.Stopped("", true), []).ShouldNotBeNull();

        Run(stage).Ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("restart");
    }

    [Fact]
    public void FullDisk_IsInfrastructure_ThoughEverythingElseSaysSuccess()
    {
        const string full = "mkdir -p out/x.save && ln -s /dev/full out/x.xml && ln -s /dev/full out/x.save/data-file-schema.xml";

        var (folder, process) = _bench.Run(Magnesium.Stage(), before: full);

        process.ExitCode.ShouldBe(0);
        folder.Text(PwVerdict.Output)!.ShouldContain("JOB DONE");
        File.Delete(Path.Combine(folder.Path, PwVerdict.Xml));
        File.Create(Path.Combine(folder.Path, PwVerdict.Xml)).Dispose();
        Magnesium.Code().Read(folder, Magnesium.Stage(), process).ShouldBeOfType<CalculationEnding.Infrastructure>();
    }

    [Fact]
    public void CutXml_IsInfrastructure()
    {
        var (folder, process) = _bench.Run(Magnesium.Stage());
        var xml = Path.Combine(folder.Path, PwVerdict.Xml);
        File.WriteAllText(xml, File.ReadAllText(xml)[..20_480]);

        Magnesium.Code().Read(folder, Magnesium.Stage(), process).ShouldBeOfType<CalculationEnding.Infrastructure>();
    }

    [Fact]
    public void OutputNamedLikeTheFolder_Fails() => Run(Magnesium.Stage() with { StandardOutput = "out" }).Ending.ShouldBeOfType<CalculationEnding.Failed>().Class.ShouldBe("silent");

    [Fact]
    public void StartThatFails_IsInfrastructure() =>
        Run(Magnesium.Stage() with { Environment = new Dictionary<string, string> { ["OMPI_MCA_orte_tmpdir_base"] = "/dev/null/nowhere" } }).Ending
            .ShouldBeOfType<CalculationEnding.Infrastructure>().Message.ShouldStartWith("pw.x ended before it began: ");

    [Fact]
    public void ProgramThatIsNotThere_IsInfrastructure() =>
        Run(Magnesium.Stage() with { Command = ["pw-that-is-not-there.x"] }).Ending.ShouldBe(new CalculationEnding.Infrastructure("pw.x could not be started"));

    private static double Energy(CalculationEnding ending) => ending.ShouldBeOfType<CalculationEnding.Finished>().Values["total-energy"];

    private static double Printed(Regex form, string output) => double.Parse(form.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    private (CalculationEnding Ending, string Output) Run(
        CalculationStage stage, TimeSpan? limit = null, string before = "", CalculationFolder? from = null, Func<CalculationFolder, Process, bool>? meddle = null)
    {
        var (folder, process) = _bench.Run(stage, limit, before, from, meddle);
        return (Magnesium.Code().Read(folder, stage, process), folder.Text(PwVerdict.Output) ?? "");
    }

    [GeneratedRegex(@"!\s+total energy\s+=\s+(\S+) Ry")]
    private static partial Regex TotalEnergy();

    [GeneratedRegex(@"P=\s+(\S+)")]
    private static partial Regex Pressure();

    [GeneratedRegex(@"Fermi energy is\s+(\S+) ev")]
    private static partial Regex Fermi();

    [GeneratedRegex(@"unit-cell volume\s+=\s+(\S+)")]
    private static partial Regex Volume();
}
