namespace ClosedLoop.CampaignFiles.Tests;

public sealed class BrokenLabsTests
{
    public static TheoryData<string> Names => BrokenFiles.Names("Labs");

    [Theory]
    [MemberData(nameof(Names))]
    public void BrokenLab_Read_SaysExactlyWhatIsWrong(string name)
    {
        var result = LabFileReader.Read(File.ReadAllText(BrokenFiles.PathOf("Labs", name)), name + ".yaml");

        result.File.ShouldBeNull();
        BrokenFiles.ShouldSay("Labs", name, result.Errors);
    }

    [Fact]
    public void BrokenLabs_Count_IsAtLeastFifteen() => Names.Count.ShouldBeGreaterThanOrEqualTo(15);
}
