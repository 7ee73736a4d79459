using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>What the page of calculations shows can be copied.</summary>
public sealed partial class DocumentedLabsTests
{
    [Fact]
    public async Task LabOfThePage_IsReadAndMeetsItsSchema()
    {
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs", "calculations.md"), TestContext.Current.CancellationToken);
        var labs = Fence().Matches(page).Select(match => match.Groups[1].Value).Where(text => text.Contains("\nlab: ", StringComparison.Ordinal)).ToList();

        labs.ShouldNotBeEmpty();
        foreach (var lab in labs)
        {
            LabFileReader.Read(lab, "calculations.md").Errors.ShouldBeEmpty();
            PublishedSchema.Objections(await PublishedSchema.Load("lab.schema.json"), lab).ShouldNotBeNull().ShouldBeEmpty();
        }
    }

    [Fact]
    public void WorkflowOfThePage_IsRead()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs", "calculations.md"));
        var workflow = Fence().Matches(page).Select(match => match.Groups[1].Value).Single(text => text.StartsWith("workflow:", StringComparison.Ordinal));

        var result = CampaignFileReader.Read(
            $$$"""
            name: argon
            lab: computing
            parameters:
              density: {type: continuous, lower: 0.7, upper: 0.9}
              temperature: {type: continuous, lower: 0.5, upper: 3}
            objectives: {diffusion: {goal: maximize}}
            budget: {trials: 10, cost: 20000}
            {{{workflow}}}
            """,
            "argon.yaml",
            _ => null);

        result.Errors.ShouldBeEmpty();
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
