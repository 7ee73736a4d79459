namespace ClosedLoop.Domain.Tests;

public class ObjectiveTests
{
    [Theory]
    [InlineData(Goal.Minimize, 3, 3)]
    [InlineData(Goal.Minimize, -3, -3)]
    [InlineData(Goal.Maximize, 3, -3)]
    [InlineData(Goal.Target, 3, 7)]
    [InlineData(Goal.Target, 10, 0)]
    [InlineData(Goal.Target, 12.5, 2.5)]
    public void Loss_IsLowerForWhatIsWanted(Goal goal, double value, double loss) =>
        new Objective { Name = "y", Goal = goal, Target = goal == Goal.Target ? 10 : null }.Loss(value).ShouldBe(loss);

    [Theory]
    [InlineData(double.NaN, "y is NaN, not a finite number")]
    [InlineData(double.PositiveInfinity, "y is Infinity, not a finite number")]
    [InlineData(double.NegativeInfinity, "y is -Infinity, not a finite number")]
    public void Value_ThatIsNotFinite_IsImplausibleWithoutAnyLimit(double value, string reason) =>
        new Objective { Name = "y", Goal = Goal.Minimize }.WhyImplausible(value).ShouldBe(reason);

    [Theory]
    [InlineData(0, null)]
    [InlineData(100, null)]
    [InlineData(-0.1, "y = -0.1 is below its plausible range (from 0)")]
    [InlineData(100.5, "y = 100.5 is above its plausible range (to 100)")]
    public void Value_OutsideThePlausibleRange_IsToldWhy(double value, string? reason) =>
        new Objective { Name = "y", Goal = Goal.Maximize, PlausibleLower = 0, PlausibleUpper = 100 }.WhyImplausible(value).ShouldBe(reason);

    [Fact]
    public void Value_WithoutLimits_IsPlausible() => new Objective { Name = "y", Goal = Goal.Maximize }.WhyImplausible(-1e300).ShouldBeNull();
}
