namespace ClosedLoop.Domain.Tests;

public class LinearConstraintTests
{
    [Theory]
    [InlineData(Relation.AtMost, 0.3, true)]
    [InlineData(Relation.AtMost, 0.2999, false)]
    [InlineData(Relation.AtLeast, 0.3, true)]
    [InlineData(Relation.AtLeast, 0.3001, false)]
    public void Bound_ThatIsMetButForRounding_Holds(Relation relation, double bound, bool holds)
    {
        // 0.1 + 0.2 is 4e-17 above 0.3 in binary.
        var constraint = new LinearConstraint(new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 }, relation, bound);
        constraint.Holds(Samples.Candidate(("a", 0.1), ("b", 0.2))).ShouldBe(holds);
    }

    [Theory]
    [InlineData(1e12, true)]
    [InlineData(1e12 + 100, true)]
    [InlineData(1e12 + 10_000, false)]
    public void Tolerance_OfLargeNumbers_IsRelative(double value, bool holds) =>
        new LinearConstraint(new Dictionary<string, double> { ["a"] = 1 }, Relation.AtMost, 1e12).Holds(Samples.Candidate(("a", value))).ShouldBe(holds);

    [Theory]
    [InlineData(1e-10, true)]
    [InlineData(1e-8, false)]
    public void Tolerance_AroundZero_IsAbsolute(double value, bool holds) =>
        new LinearConstraint(new Dictionary<string, double> { ["a"] = 1 }, Relation.AtMost, 0).Holds(Samples.Candidate(("a", value))).ShouldBe(holds);

    [Fact]
    public void NegativeCoefficients_Count()
    {
        var constraint = new LinearConstraint(new Dictionary<string, double> { ["a"] = 2, ["b"] = -1 }, Relation.AtLeast, -1);
        constraint.Holds(Samples.Candidate(("a", 1), ("b", 3))).ShouldBeTrue();
        constraint.Holds(Samples.Candidate(("a", 1), ("b", 3.1))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Relation.AtMost)]
    [InlineData(Relation.AtLeast)]
    public void NotANumber_NeverHolds(Relation relation) =>
        new LinearConstraint(new Dictionary<string, double> { ["a"] = 1 }, relation, 0).Holds(Samples.Candidate(("a", double.NaN))).ShouldBeFalse();

    [Fact]
    public void Category_InAConstraint_IsADefect() =>
        Should.Throw<InvalidOperationException>(() => new LinearConstraint(new Dictionary<string, double> { ["a"] = 1 }, Relation.AtMost, 0).Holds(Samples.Candidate(("a", "x"))));

    [Fact]
    public void Text_IsTheFormula() =>
        new LinearConstraint(new Dictionary<string, double> { ["a"] = 1, ["b"] = -2.5 }, Relation.AtMost, 0.75).ToString().ShouldBe("a + -2.5*b <= 0.75");
}
