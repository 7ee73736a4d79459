namespace ClosedLoop.CampaignFiles.Tests;

public sealed class ShippedCampaignsTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Checkout.PathOf("campaigns"), "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void ShippedCampaign_Read_HasNoMistakeButAMissingDataFolder(string name)
    {
        var path = Checkout.PathOf("campaigns", name);
        var result = CampaignFileReader.Read(File.ReadAllText(path), name, DataFolder.Of(path).ReadText);

        // The data of other people are not part of the checkout: without them exactly that is said.
        result.Errors.ShouldAllBe(error => error.Message.Contains("set the environment variable CLOSEDLOOP_DATA to the folder that holds"));
        (result.Spec is null).ShouldBe(result.Errors.Count > 0);
        result.Spec?.Name.ShouldBe(Path.GetFileNameWithoutExtension(name));
    }

    [Fact]
    public void Demo_Read_IsThreeStepsWithThreeTrialsInFlight()
    {
        var path = Checkout.PathOf("campaigns", "demo.yaml");
        var spec = CampaignFileReader.Read(File.ReadAllText(path), "demo.yaml", DataFolder.Of(path).ReadText).Spec.ShouldNotBeNull();

        spec.Workflow.Select(step => step.Name).ShouldBe(["mix", "anneal", "measure"]);
        spec.Batch.ShouldBe(new Domain.BatchPolicy(Domain.BatchMode.Asynchronous, 3));
    }

    [Fact]
    public void CrossedBarrel_WithItsData_HasSixHundredDesigns()
    {
        var path = Checkout.PathOf("campaigns", "crossed-barrel.yaml");
        var folder = DataFolder.Of(path);
        Assert.SkipWhen(folder.ReadText("${CLOSEDLOOP_DATA}/liang/Crossed barrel_dataset.csv") is null, "The data set is not on this machine");

        var spec = CampaignFileReader.Read(File.ReadAllText(path), "crossed-barrel.yaml", folder.ReadText).Spec.ShouldNotBeNull();

        // Counted in the file by its distinct n, theta, r and t: 1800 experiments, three of each design.
        spec.Space.Table.ShouldNotBeNull().Count.ShouldBe(600);
        (spec.InitialTrials, spec.Budget.Trials).ShouldBe((4, 50));
    }
}
