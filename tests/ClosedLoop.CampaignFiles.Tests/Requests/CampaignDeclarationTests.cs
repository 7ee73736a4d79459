using System.Text;
using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>What a host tells an external planner of a campaign is what the campaign's file says: read again, it is the same problem.</summary>
public sealed class CampaignDeclarationTests
{
    public static TheoryData<string> Campaigns => ShippedCampaignsTests.Files;

    [Theory]
    [MemberData(nameof(Campaigns))]
    public void Declaration_OfAShippedCampaign_IsReadAsTheSameProblem(string name)
    {
        var path = Checkout.PathOf("campaigns", name);
        var result = CampaignFileReader.Read(File.ReadAllText(path), name, DataFolder.Of(path).ReadText);
        if (result.Spec is null && result.Errors.All(error => error.Message.Contains(DataFolder.Variable, StringComparison.Ordinal)))
        {
            Assert.Skip("The campaign's table is not on this machine.");
        }

        Again(result.Spec.ShouldNotBeNull());
    }

    [Fact]
    public void Declaration_OfACampaignWithEveryKey_IsReadAsTheSameProblem() =>
        Again(CampaignFileReader.Read(CampaignFileReaderTests.EveryKey, "every.yaml", _ => null).Spec.ShouldNotBeNull());

    [Fact]
    public void Declaration_OfATableWithCategories_IsReadAsTheSameProblem() => Again(new CampaignSpec
    {
        Name = "rows",
        Seed = 3,
        Lab = "demo",
        Space = new SearchSpace
        {
            Parameters = [new ContinuousParameter { Name = "x", Lower = 0.1, Upper = 1 / 3.0, Scale = Scale.Log }, new CategoricalParameter { Name = "s", Levels = ["7", "no", "null"] }],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x"] = -1e-7 }, Relation.AtLeast, -1)],
            Table = [new Candidate([new("x", 0.1 + 0.2), new("s", "7")]), new Candidate([new("x", 1e-1), new("s", "null")])],
        },
        Objectives = [new Objective { Name = "y", Goal = Goal.Target, Target = -0.1, PlausibleUpper = 1e300 }],
        Workflow = [],
        Batch = new BatchPolicy(BatchMode.Synchronous, 1),
        Budget = new Budget(1_000_000, null, null),
        InitialTrials = 2,
        OnFailure = FailurePolicy.Penalty,
    });

    [Fact]
    public void Declaration_OfPoliciesByKind_IsReadAsTheSame() => Again(new CampaignSpec
    {
        Name = "kinds",
        Seed = 3,
        Lab = "none",
        Space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }] },
        Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }],
        Workflow = [],
        Batch = new BatchPolicy(BatchMode.Synchronous, 1),
        Budget = new Budget(1_000_000, null, null),
        InitialTrials = 2,
        OnFailure = FailurePolicy.Penalty,
        OnFailureOf = new FailurePolicies { Failed = FailurePolicy.Penalty, Implausible = FailurePolicy.Learn },
    });

    private static void Again(CampaignSpec spec)
    {
        var declaration = CampaignDeclaration.Of(spec).ToJsonString();

        var read = new OptimizerRequestReader(new DataFolder(".", _ => null)).Read(Encoding.UTF8.GetBytes($"{{\"declare\": {declaration}}}"), 1, null);

        read.Errors.Select(error => error.ToString()).ShouldBeEmpty(declaration);
        var again = read.Request.ShouldBeOfType<OptimizerRequest.Declare>().Problem;
        Text(again).ShouldBe(Text(spec with
        {
            // Who does the work, and for how long, is nothing to a planner.
            Lab = again.Lab,
            Workflow = again.Workflow,
            Priority = null,
            Batch = again.Batch,
            Budget = again.Budget,
            StopRules = again.StopRules,
            Planner = null,
        }));
    }

    private static string Text(CampaignSpec spec) => JsonSerializer.Serialize(spec);
}
