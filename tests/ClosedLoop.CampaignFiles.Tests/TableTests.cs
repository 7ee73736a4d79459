namespace ClosedLoop.CampaignFiles.Tests;

public sealed class TableTests
{
    private const string Campaign = """
        name: table
        parameters:
          t: {type: discrete, levels: [0.7, 1.4]}
          solvent: {type: categorical, levels: [water, "tea, black"]}
        table: {file: rows.csv, columns: {t: thickness (mm)}}
        objectives: {y: {goal: minimize}}
        workflow: [{step: s, capability: c, inputs: [t, solvent], outputs: [y]}]
        budget: {trials: 30}
        """;

    [Fact]
    public void Table_WithReplicates_GivesDistinctRowsInFileOrder()
    {
        const string Csv = "y,solvent,thickness (mm)\r\n1, water ,1.4\r\n\r\n2,\"tea, black\",0.70\r\n3,water,1.4\r\n4,water,.7";

        var rows = Read(Csv).Spec.ShouldNotBeNull().Space.Table.ShouldNotBeNull();

        rows.Select(row => row.ToString()).ShouldBe(["t=1.4, solvent=water", "t=0.7, solvent=tea, black", "t=0.7, solvent=water"]);
    }

    [Fact]
    public void Table_SmallerThanTheDefaultDesign_CapsIt() =>
        Read("thickness (mm),solvent\n0.7,water\n1.4,water\n").Spec.ShouldNotBeNull().InitialTrials.ShouldBe(2);

    [Fact]
    public void Table_WithAQuotedLineBreak_NamesTheLineWhereARowStarts()
    {
        var errors = Read("note,solvent,thickness (mm)\n\"two\nlines\",water,0.7\n\"say \"\"hi\"\"\",milk,0.7\n").Errors;

        errors.ShouldHaveSingleItem().ToString().ShouldBe("rows.csv(4): solvent: milk is not one of its levels");
    }

    [Fact]
    public void Table_AskedFor_IsReadByTheNameInTheFile()
    {
        var asked = new List<string>();
        CampaignFileReader.Read(Campaign, "test.yaml", path =>
        {
            asked.Add(path);
            return null;
        });

        asked.ShouldBe(["rows.csv"]);
    }

    private static CampaignFileResult Read(string csv) => CampaignFileReader.Read(Campaign, "test.yaml", _ => csv);
}
