using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>
/// Every scenario that ships, in virtual time: what it says is expected of a campaign holds, and no physical step happens twice. All trials are of the initial
/// design: what the surrogate thinks costs time and changes nothing here.
/// </summary>
public sealed class ScenarioTests
{
    private const int Seeds = 8;

    public static TheoryData<string> Names => [.. ScenarioLibrary.Names];

    [Fact]
    public void Library_HasAtLeastFifteenScenarios_EachWithItsNameAndALineForPeople()
    {
        ScenarioLibrary.Names.Count.ShouldBeGreaterThanOrEqualTo(15);
        foreach (var name in ScenarioLibrary.Names)
        {
            var scenario = ScenarioLibrary.Find(name)!;
            scenario.Name.ShouldBe(name);
            scenario.About.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Run_SameScenarioTwice_WritesTheSameBytesAndStrikes()
    {
        var plan = Files.Plan() with { Scenario = ScenarioLibrary.Find("everything") };

        var (first, second) = (DryRun.Run(plan, 1, TestContext.Current.CancellationToken), DryRun.Run(plan, 1, TestContext.Current.CancellationToken));

        first.Journal.ShouldBe(second.Journal);
        first.Scenario!.Strikes.ShouldBe(second.Scenario!.Strikes);
    }

    [Fact]
    public void Run_WhatIsExpectedDoesNotHold_IsSaid()
    {
        var scenario = ScenarioLibrary.Find("instrument-hangs")!;
        var expected = new Expectation { Ends = ExpectedEnd.WaitsForPerson, LeastQuarantined = 1, LeastMeasured = 1, Alarm = true };
        var plan = Files.Plan() with { Scenario = scenario with { Expect = expected } };

        DryRun.Run(plan, 1, TestContext.Current.CancellationToken).Scenario!.Broken.Select(line => line.Split(' ')[0]).ShouldBe(["it", "0", "92", "nobody"]);
    }

    [Fact]
    public void EmptyStock_OfACampaignThatNeedsIt_LetsStepsWaitUntilSomebodyHasFilledUp()
    {
        var plan = Stocked(Files.Plan()) with { Scenario = ScenarioLibrary.Find("stock-empty") };

        var outcome = DryRun.Run(plan, 1, TestContext.Current.CancellationToken);

        outcome.Scenario!.Broken.ShouldBeEmpty();
        outcome.Events.OfType<StockShort>().Select(shortage => shortage.Item).Distinct().ShouldBe(["solvent"]);
        outcome.Events.OfType<CampaignCompleted>().ShouldHaveSingleItem();
    }

    [Fact]
    public void EmptyStock_ThatNobodyFillsUp_LeavesTheCampaignWaitingAndSayingSo()
    {
        var scenario = ScenarioLibrary.Find("nobody-answers")!;
        var plan = Stocked(Files.Plan()) with { Scenario = scenario with { Expect = new Expectation { Ends = ExpectedEnd.WaitsForPerson, Alarm = true } } };

        var outcome = DryRun.Run(plan, 1, TestContext.Current.CancellationToken);

        outcome.Scenario!.Broken.ShouldBeEmpty();
        outcome.Events.OfType<StockShort>().ShouldNotBeEmpty();
        outcome.Events.OfType<CampaignCompleted>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Questions_ThatNobodyAnswers_AreAnsweredByTheirDeadlines(bool otherwise)
    {
        var plan = Files.Plan() with { Scenario = ScenarioLibrary.Find("nobody-answers") };
        plan = plan with
        {
            Spec = plan.Spec with { Workflow = [plan.Spec.Workflow[0] with { Approve = new Approval(TimeSpan.FromMinutes(20), otherwise) }, .. plan.Spec.Workflow.Skip(1)] },
        };

        var outcome = DryRun.Run(plan, 1, TestContext.Current.CancellationToken);

        outcome.Scenario!.Broken.ShouldBeEmpty();
        outcome.Events.OfType<PersonAnswered>().ShouldAllBe(answer => !answer.InTime && answer.Approved == otherwise);
        outcome.Events.OfType<PersonAnswered>().Count().ShouldBe(plan.Spec.Budget.Trials);
        outcome.Events.OfType<ObservationRecorded>().Any().ShouldBe(otherwise);
    }

    private static DryRunPlan Stocked(DryRunPlan plan) =>
        plan with { Stock = [new StockItem("solvent", 500, "mL", new Dictionary<string, (double?, string?)> { ["coating"] = (2, null) })] };

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_OverSeveralSeeds_StrikesAndTheCampaignDoesAsExpected(string name)
    {
        var plan = Files.Plan();
        plan = plan with { Scenario = ScenarioLibrary.Find(name), Spec = plan.Spec with { InitialTrials = plan.Spec.Budget.Trials } };
        var struck = 0;
        var broken = new List<string>();
        foreach (var number in Enumerable.Range(1, Seeds))
        {
            var outcome = DryRun.Run(plan, number, TestContext.Current.CancellationToken);
            struck += outcome.Scenario!.Strikes.Count;
            broken.AddRange(outcome.Scenario.Broken.Select(line => $"run {number}: {line} after {string.Join("; ", outcome.Scenario.Strikes)}"));
        }

        broken.ShouldBeEmpty();
        struck.ShouldBeGreaterThan(0);
    }
}
