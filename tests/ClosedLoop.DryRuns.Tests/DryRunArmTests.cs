using ClosedLoop.Domain;
using ClosedLoop.Reports;

namespace ClosedLoop.DryRuns.Tests;

public sealed class DryRunArmTests
{
    [Fact]
    public void Parse_KnownArms_KeepWhatTheyDoNotSay()
    {
        var arms = DryRunArm.Parse("synchronous, asynchronous=4,batch=8,random", Files.Plan().Spec);

        arms.Select(arm => (arm.Name, arm.Spec.Batch, arm.Spec.InitialTrials)).ShouldBe(
        [
            ("as written (2 in flight)", new BatchPolicy(BatchMode.Asynchronous, 2), 5),
            ("batches of 2", new BatchPolicy(BatchMode.Synchronous, 2), 5),
            ("4 in flight", new BatchPolicy(BatchMode.Asynchronous, 4), 5),
            ("8 in flight", new BatchPolicy(BatchMode.Asynchronous, 8), 5),
            ("random", new BatchPolicy(BatchMode.Asynchronous, 2), 12),
        ]);
    }

    [Fact]
    public void Parse_ArmThatIsTheCampaignAsWritten_IsNotRunTwice() =>
        DryRunArm.Parse("asynchronous,batch=2,asynchronous=2", Files.Plan().Spec).ShouldHaveSingleItem();

    [Fact]
    public void Parse_BadArms_AreAllNamed() =>
        Should.Throw<DryRunRefusedException>(() => DryRunArm.Parse("batch,greedy,batch=0,synchronous=40", Files.Plan().Spec)).Lines.ShouldBe(
        [
            "--compare batch: there is no such arm; there are synchronous, asynchronous (each also with =N), batch=N, random",
            "--compare greedy: there is no such arm; there are synchronous, asynchronous (each also with =N), batch=N, random",
            "--compare batch=0: '0' is not a number from 1 to 1000",
            "--compare synchronous=40: 40 trials side by side are more than the budget of 12",
        ]);

    /// <summary>One coater of a minute and one scanner of half a minute: the pipeline must be faster than one trial after the other, by about the scanner's share.</summary>
    [Fact]
    public void Compare_TwoInFlightWithOneByOne_FindsThePipelineQuicker()
    {
        var arms = DryRunArm.Parse("synchronous=1", Files.Plan().Spec).Select(Forecasts).ToList();

        var comparison = Comparison.Of(arms);

        var gained = comparison.HoursGained(arms[1])!;
        gained.Lower.ShouldBeGreaterThan(0);
        (gained.Mean * 60).ShouldBe(12 * 0.5, 3);
        comparison.Answer().ShouldContain("Quickest is as written");
    }

    private static ArmForecast Forecasts(DryRunArm arm)
    {
        var plan = Files.Plan() with { Spec = arm.Spec };
        var runs = Enumerable.Range(1, 6).Select(number => DryRun.Run(plan, number, CancellationToken.None).Figures);
        return new ArmForecast(arm.Name, Forecast.Of(arm.Spec, runs, Files.Question(plan)));
    }
}
