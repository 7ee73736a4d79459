namespace ClosedLoop.CampaignFiles.Tests;

public sealed class BrokenCampaignsTests
{
    public static TheoryData<string> Names => BrokenFiles.Names("Campaigns");

    [Theory]
    [MemberData(nameof(Names))]
    public void BrokenCampaign_Read_SaysExactlyWhatIsWrong(string name)
    {
        var path = BrokenFiles.PathOf("Campaigns", name);

        var result = CampaignFileReader.Read(File.ReadAllText(path), name + ".yaml", DataFolder.Of(path).ReadText);

        result.Spec.ShouldBeNull();
        BrokenFiles.ShouldSay("Campaigns", name, result.Errors);
    }

    [Fact]
    public void BrokenCampaigns_Count_IsAtLeastFortyFive() => Names.Count.ShouldBeGreaterThanOrEqualTo(45);
}
