using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class ResidualAlarmsTests
{
    private static readonly Objective Loss = new() { Name = "loss", Goal = Goal.Minimize };

    /// <summary>The stated rate: fewer than 5 % of campaigns of 200 predicted trials alarm when predictions are right, with one objective and with three.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FalseAlarms_OverSimulatedCampaigns_StayBelowTheStatedRate(int objectives)
    {
        const int campaigns = 2000;
        var stream = Samples.Stream(11);
        var alarmed = 0;
        for (var campaign = 0; campaign < campaigns; campaign++)
        {
            var watched = Enumerable.Range(0, objectives).Select(_ => new ResidualAlarms(Loss, objectives)).ToArray();
            var rang = false;
            for (var trial = 1; trial <= 200; trial++)
            {
                foreach (var alarms in watched)
                {
                    alarms.Add(trial, new("loss", 3, 2), 3 + (2 * stream.NextNormal()));
                    rang |= alarms.Stands;
                }
            }

            alarmed += rang ? 1 : 0;
        }

        (alarmed / (double)campaigns).ShouldBeInRange(0.005, 0.05);
    }

    [Fact]
    public void Drift_ByTwoDeviations_IsSeenSoonNamedAndEndsWithItsCause()
    {
        var stream = Samples.Stream(12);
        var alarms = new ResidualAlarms(Loss, 1);
        Feed(alarms, 1, 30, () => stream.NextNormal());
        alarms.Standing().ShouldBeEmpty();
        Feed(alarms, 31, 45, () => stream.NextNormal() - 2);
        var alarm = alarms.Standing().Single(each => each.Kind == AlarmKind.DistributionShift && each.Text.Contains("below"));
        alarm.Since.ShouldBeInRange(33, 42);
        alarm.Objective.ShouldBe("loss");
        Feed(alarms, 46, 90, () => stream.NextNormal());
        alarms.Standing().ShouldBeEmpty();
    }

    [Fact]
    public void Scatter_Tripled_IsSeen()
    {
        var stream = Samples.Stream(13);
        var alarms = new ResidualAlarms(Loss, 1);
        Feed(alarms, 1, 30, () => stream.NextNormal());
        Feed(alarms, 31, 60, () => 3 * stream.NextNormal());
        alarms.Standing().ShouldContain(alarm => alarm.Kind == AlarmKind.DistributionShift && alarm.Text.Contains("scatter"));
    }

    [Theory]
    [InlineData(Goal.Minimize, 1)]
    [InlineData(Goal.Maximize, -1)]
    public void Exploitation_OfResultsFarWorseHalfTheTime_IsSeenForWhatItIs(Goal goal, int worse)
    {
        var stream = Samples.Stream(14);
        var alarms = new ResidualAlarms(Loss with { Goal = goal }, 1);
        Feed(alarms, 1, 20, () => stream.NextNormal());
        Feed(alarms, 21, 50, () => stream.NextUniform() < 0.5 ? worse * 4 : stream.NextNormal());
        var alarm = alarms.Standing().Single(each => each.Kind == AlarmKind.Exploitation);
        alarm.Since.ShouldBeInRange(22, 45);
        alarm.Text.ShouldContain("far worse than predicted");
    }

    [Fact]
    public void Exploitation_OfResultsFarBetter_IsNone()
    {
        var alarms = new ResidualAlarms(Loss, 1);
        Feed(alarms, 1, 20, () => -4);
        alarms.Standing().ShouldNotContain(alarm => alarm.Kind == AlarmKind.Exploitation);
    }

    [Fact]
    public void Residual_AgainstASkewedInterval_IsMeasuredOnItsSide()
    {
        var alarms = new ResidualAlarms(Loss, 1);
        for (var trial = 1; trial <= 30; trial++)
        {
            alarms.Add(trial, new("loss", 0, 1) { Lower = -1, Upper = 10 }, 5);
        }

        alarms.Standing().ShouldContain(alarm => alarm.Text.Contains("1.0 predicted standard deviations above"));
    }

    [Fact]
    public void Target_MissedOnEitherSide_CountsAsWorse()
    {
        var alarms = new ResidualAlarms(new() { Name = "ph", Goal = Goal.Target, Target = 7 }, 1);
        for (var trial = 1; trial <= 12; trial++)
        {
            alarms.Add(trial, new("ph", 7, 0.1), trial % 2 == 0 ? 7.5 : 6.5);
        }

        alarms.Standing().ShouldContain(alarm => alarm.Kind == AlarmKind.Exploitation);
    }

    private static void Feed(ResidualAlarms alarms, int from, int to, Func<double> residual)
    {
        for (var trial = from; trial <= to; trial++)
        {
            alarms.Add(trial, new("loss", 10, 0.5), 10 + (0.5 * residual()));
        }
    }
}
