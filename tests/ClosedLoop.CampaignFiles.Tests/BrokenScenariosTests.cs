namespace ClosedLoop.CampaignFiles.Tests;

public sealed class BrokenScenariosTests
{
    public static TheoryData<string> Names => BrokenFiles.Names("Scenarios");

    [Theory]
    [MemberData(nameof(Names))]
    public void BrokenScenario_Read_SaysExactlyWhatIsWrong(string name)
    {
        var result = ScenarioFileReader.Read(File.ReadAllText(BrokenFiles.PathOf("Scenarios", name)), name + ".yaml");

        result.Scenario.ShouldBeNull();
        BrokenFiles.ShouldSay("Scenarios", name, result.Errors);
    }
}
