namespace ClosedLoop.CampaignFiles.Tests;

public sealed class DocumentedExamplesTests
{
    [Fact]
    public void CampaignFilePage_ShortestCampaign_IsSound() =>
        CampaignFileReader.Read(Block("name: film"), "page.yaml", _ => null).Errors.ShouldBeEmpty();

    [Fact]
    public void CampaignFilePage_Lab_IsSound() => LabFileReader.Read(Block("# yaml-language-server"), "page.yaml").Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("parameters:")]
    [InlineData("objectives:")]
    [InlineData("batch:")]
    [InlineData("simulate:")]
    public void CampaignFilePage_SectionAlone_IsSoundInItself(string firstLine)
    {
        var block = Block(firstLine);
        var missing = CampaignFileReader.Read(block, "page.yaml", _ => null).Errors
            .Where(error => !error.Message.Contains("is missing; add", StringComparison.Ordinal) && !error.Message.Contains("no step has", StringComparison.Ordinal));

        missing.ShouldBeEmpty();
    }

    private static string Block(string firstLine)
    {
        var page = File.ReadAllText(Checkout.PathOf("docs", "campaign-file.md"));
        var start = page.IndexOf("```yaml\n" + firstLine, StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, firstLine);
        start += "```yaml\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
