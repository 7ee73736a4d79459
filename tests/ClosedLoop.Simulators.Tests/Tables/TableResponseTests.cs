using ClosedLoop.Domain;

namespace ClosedLoop.Simulators.Tests;

public sealed class TableResponseTests
{
    private const string Csv = """
        kind,theta,toughness
        a,0.70,1.5
        a,0.7,2.5
        b,0.7,9

        """;

    private static readonly TableResponse Table = TableResponse.Read(Csv, "rows.csv", ["kind", "theta"], ["toughness"]);

    [Fact]
    public void Respond_RowWithReplicates_DrawsEachOfThemBySeed()
    {
        var drawn = Enumerable.Range(0, 200).Select(seed => Toughness("a", 0.7, (ulong)seed)).ToArray();

        drawn.Distinct().Order().ShouldBe([1.5, 2.5]);
        drawn.Count(value => value == 1.5).ShouldBeInRange(70, 130);
        Toughness("a", 0.7, 3).ShouldBe(drawn[3]);
        Toughness("b", 0.7, 3).ShouldBe(9);
        Table.Count.ShouldBe(2);
    }

    [Fact]
    public void Respond_NoSuchRow_NamesWhatWasAskedFor() =>
        Table.Respond(Inputs("b", 0.71), 1).ShouldBeOfType<Answer.Impossible>().Reason.ShouldBe("rows.csv has no row with kind=b, theta=0.71");

    [Theory]
    [InlineData("a,b\n1,2\n", "t.csv has no column 'y'; it has a, b")]
    [InlineData("a,y\n1,much\n", "t.csv, line 2: 'y' is 'much', which is not a number")]
    [InlineData("a,y\n1,2\n,3\n", "t.csv, line 3: 'a' is empty")]
    [InlineData("a,y\n", "t.csv has no rows")]
    public void Read_BrokenTable_SaysWhere(string csv, string message) =>
        Should.Throw<InvalidDataException>(() => TableResponse.Read(csv, "t.csv", ["a"], ["y"])).Message.ShouldBe(message);

    [Fact]
    public void AlloyTable_GeneratedAgain_IsTheCommittedFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no folder above holds ClosedLoop.sln");
        }

        File.ReadAllText(Path.Combine(folder.FullName, "campaigns", "tables", "simulated-alloys.csv")).ShouldBe(AlloyTable.Write());
    }

    [Fact]
    public void AlloyTable_AsInstrument_AnswersEachDesignNearItsSurface()
    {
        var table = TableResponse.Read(AlloyTable.Write(), "simulated-alloys.csv", ["Fe", "Ni", "Cr", "temperature"], ["hardness"]);
        var inputs = new Dictionary<string, ParameterValue> { ["Fe"] = 0.4, ["Ni"] = 0.2, ["Cr"] = 0.4, ["temperature"] = 800 };

        table.Count.ShouldBe(275);
        var measured = ((Answer.Measured)table.Respond(inputs, 1)).Outputs["hardness"].Number;
        var expected = ((Answer.Measured)ResponseSurfaces.Find("alloy-anneal")!.Respond(inputs, 1)).Outputs["hardness"].Number;
        measured.ShouldBe(expected, 25);
    }

    private static double Toughness(string kind, double theta, ulong seed) => ((Answer.Measured)Table.Respond(Inputs(kind, theta), seed)).Outputs["toughness"].Number;

    private static Dictionary<string, ParameterValue> Inputs(string kind, double theta) => new() { ["kind"] = kind, ["theta"] = theta };
}
