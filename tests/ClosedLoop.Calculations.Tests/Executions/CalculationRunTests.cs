using ClosedLoop.Domain;

namespace ClosedLoop.Calculations.Tests;

public sealed class CalculationRunTests
{
    private static readonly CalculationRun Run = new()
    {
        DispatchId = new DispatchId("mg-1a2b", 7, "energy", 2),
        Stage = new CalculationStage("scf", new Dictionary<string, byte[]>(), ["pw.x"]),
        Attempt = 3,
        Folder = "/data/scf.3",
        Resources = new RunResources(1, TimeSpan.FromMinutes(1)),
    };

    [Fact]
    public void Id_NamesDispatchStageAndAttempt() => Run.Id.ShouldBe("mg-1a2b.7.energy.2.scf.3");

    [Fact]
    public void RecordFolder_IsNotWithinTheProgramsOwn() => Path.GetRelativePath(Run.Folder, Run.RecordFolder).ShouldStartWith("..");

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Environment_TakesMpiOutOfSingleProcessesOnly(int cores, bool isolated)
    {
        var environment = CalculationEnvironment.Of(cores);

        environment["OMP_NUM_THREADS"].ShouldBe("1");
        environment.ContainsKey("OMPI_MCA_ess_singleton_isolated").ShouldBe(isolated);
    }

    [Fact]
    public void Folder_AnswersNullForWhatIsNotThere()
    {
        var folder = new CalculationFolder(Path.GetTempPath());

        folder.Text("nowhere/nothing.txt").ShouldBeNull();
        folder.Bytes("nothing-of-that-name.bin").ShouldBeNull();
    }
}
