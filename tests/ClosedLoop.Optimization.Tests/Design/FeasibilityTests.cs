using System.Diagnostics;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class FeasibilityTests
{
    [Fact]
    public void Space_WithoutACandidate_IsToldByTheConstraintsInTheWay()
    {
        var box = Spaces.Box(3);
        Feasibility.WhyEmpty(box with { Constraints = [new FormulaConstraint("x0^2 + x1^2 <= 2"), new FormulaConstraint("exp(x0) >= 5 + x2")] })
            .ShouldNotBeNull().ShouldStartWith("no candidate seems to satisfy 'exp(x0) >= 5 + x2';");
        Feasibility.WhyEmpty(box with { Constraints = [new FormulaConstraint("x0*x1 >= 0.5"), new FormulaConstraint("x0 + x1^2 <= 0.7")] })
            .ShouldNotBeNull().ShouldContain("all constraints together, though each can be satisfied alone: x0*x1 >= 0.5; x0 + x1^2 <= 0.7");
        Feasibility.WhyEmpty(box with { Constraints = [new FormulaConstraint("x0*x1 >= 0.5")] }).ShouldBeNull();
        Feasibility.WhyEmpty(box).ShouldBeNull();
    }

    [Fact]
    public void Grid_WithEverythingForbidden_IsEmpty()
    {
        var space = new SearchSpace
        {
            Parameters = [new CategoricalParameter { Name = "s", Levels = ["a", "b"] }, new IntegerParameter { Name = "n", Lower = 1, Upper = 3 }],
            Constraints = [new ForbiddenCombination(new Dictionary<string, ForbiddenValues> { ["s"] = ForbiddenValues.Listed(["a", "b"]) })],
        };
        Feasibility.WhyEmpty(space).ShouldBe("none of the 6 candidates satisfies 'forbidden {s: [a, b]}'");
    }

    [Theory]
    [InlineData("1e-3")]
    [InlineData("1e-4")]
    public void Needle_InACube_IsFound(string radius)
    {
        // A ball of 4e-9 or 4e-12 of the volume.
        var space = Spaces.Box(3) with { Constraints = [new FormulaConstraint($"(x0 - 0.3)^2 + (x1 - 0.6)^2 + (x2 - 0.9)^2 <= {radius}^2")] };
        Feasibility.WhyEmpty(space).ShouldBeNull();
    }

    [Fact]
    public void Needle_BehindAWallWithoutValues_IsFound()
    {
        // The logarithm has no value on nine tenths of the box.
        var space = Spaces.Box(2) with { Constraints = [new FormulaConstraint("log(x0 - 0.9) >= -2.4"), new FormulaConstraint("abs(x1 - x0^2) <= 1e-4")] };
        Feasibility.WhyEmpty(space).ShouldBeNull();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Impossible_Constraints_AreToldWithinSeconds(int dimension)
    {
        var sum = string.Join(" + ", Enumerable.Range(0, dimension).Select(d => $"sin(9*x{d})^2"));
        var space = Spaces.Box(dimension) with { Constraints = [new FormulaConstraint($"{sum} >= {dimension + 1}"), new FormulaConstraint("x0*x1 >= 0.2")] };
        var clock = Stopwatch.StartNew();
        Feasibility.WhyEmpty(space).ShouldNotBeNull().ShouldStartWith("no candidate seems to satisfy");
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(20);
    }

    [Fact]
    public void Planner_OfAnImpossibleSpace_SaysSo()
    {
        var problem = new PlanningProblem(
            Spaces.Box(2) with { Constraints = [new FormulaConstraint("x0^2 + x1^2 >= 3")] },
            [new Objective { Name = "y", Goal = Goal.Minimize }],
            1,
            4,
            FailurePolicy.Skip);
        Should.Throw<InfeasibleSpaceException>(() => new BayesianPlanner().Propose(problem, new(1, 1, [], []))).Message.ShouldContain("x0^2 + x1^2 >= 3");
    }
}
