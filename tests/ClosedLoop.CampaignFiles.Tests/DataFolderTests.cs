namespace ClosedLoop.CampaignFiles.Tests;

public sealed class DataFolderTests
{
    private static readonly string Campaigns = Path.Combine(Path.GetTempPath(), "no-such-checkout", "campaigns");

    [Fact]
    public void RelativePath_Resolved_StartsAtTheFile() =>
        new DataFolder(Campaigns, _ => null).Resolve("tables/rows.csv").ShouldBe(Path.Combine(Campaigns, "tables", "rows.csv"));

    [Fact]
    public void Variable_Set_IsExpanded() =>
        new DataFolder(Campaigns, name => name == "CLOSEDLOOP_DATA" ? "/data" : null).Resolve("${CLOSEDLOOP_DATA}/a b.csv").ShouldBe(Path.GetFullPath("/data/a b.csv"));

    [Fact]
    public void DataVariable_NotSet_IsTheFolderBesideTheCheckout() =>
        new DataFolder(Campaigns, _ => null).Resolve("${CLOSEDLOOP_DATA}/a.csv")
            .ShouldBe(Path.Combine(Path.GetTempPath(), "shared", "data", "a.csv"));

    [Fact]
    public void OtherVariable_NotSet_ResolvesToNothing()
    {
        var folder = new DataFolder(Campaigns, _ => null);

        folder.Resolve("${ELSEWHERE}/a.csv").ShouldBeNull();
        folder.ReadText("${ELSEWHERE}/a.csv").ShouldBeNull();
    }
}
