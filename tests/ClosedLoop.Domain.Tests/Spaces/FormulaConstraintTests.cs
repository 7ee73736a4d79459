namespace ClosedLoop.Domain.Tests;

public class FormulaConstraintTests
{
    /// <summary>Formula, and the same in C#.</summary>
    private static readonly (string Text, Func<double, double, double> Truth)[] Formulas =
    [
        ("a + 2*b - 3", (a, b) => a + (2 * b) - 3),
        ("-a^2", (a, b) => -(a * a)),
        ("2^a^2", (a, b) => Math.Pow(2, a * a)),
        ("a^-b", (a, b) => Math.Pow(a, -b)),
        ("a - b - 1", (a, b) => a - b - 1),
        ("a / b / 2", (a, b) => a / b / 2),
        ("a*(b + exp(-a))", (a, b) => a * (b + Math.Exp(-a))),
        ("log(a)*sqrt(b) + abs(a - b)", (a, b) => (Math.Log(a) * Math.Sqrt(b)) + Math.Abs(a - b)),
        ("sin(a)*cos(b)/(1 + a*b)", (a, b) => Math.Sin(a) * Math.Cos(b) / (1 + (a * b))),
        ("min(a, b, 1.1)*max(a^2, b)", (a, b) => Math.Min(Math.Min(a, b), 1.1) * Math.Max(a * a, b)),
        ("1.5e-1*a + .5*b", (a, b) => (0.15 * a) + (0.5 * b)),
        ("--a + +b", (a, b) => a + b),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Formulas.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Formula_Evaluated_IsWhatItSays(int index)
    {
        var (text, truth) = Formulas[index];
        var constraint = new FormulaConstraint(text + " <= 0");
        foreach (var (a, b) in new[] { (0.7, 1.3), (2.1, 0.4), (1.2, 3.5) })
        {
            Excess(constraint, a, b, "none").Value.ShouldBe(truth(a, b), 1e-12 * Math.Max(1, Math.Abs(truth(a, b))));
        }
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Formula_Slope_IsTheDifferenceQuotient(int index)
    {
        const double h = 1e-6;
        var (text, truth) = Formulas[index];
        var constraint = new FormulaConstraint(text + " <= 0");
        foreach (var (a, b) in new[] { (0.7, 1.3), (2.1, 0.4), (1.2, 3.5) })
        {
            var byA = (truth(a + h, b) - truth(a - h, b)) / (2 * h);
            var byB = (truth(a, b + h) - truth(a, b - h)) / (2 * h);
            Excess(constraint, a, b, "a").Slope.ShouldBe(byA, 1e-7 * Math.Max(1, Math.Abs(byA)));
            Excess(constraint, a, b, "b").Slope.ShouldBe(byB, 1e-7 * Math.Max(1, Math.Abs(byB)));
        }
    }

    [Theory]
    [InlineData("a^2 <= 4", 2, true)]
    [InlineData("a^2 <= 4", 2.000001, false)]
    [InlineData("a^2 >= 4", 2, true)]
    [InlineData("4 >= a^2", 2.1, false)]
    [InlineData("log(a) <= 5", -1, false)]
    [InlineData("sqrt(a) >= -5", -1, false)]
    [InlineData("1/a >= 1", 0, false)]
    [InlineData("a*a <= 0.3*0.3", 0.30000000000000004, true)]
    public void Constraint_HoldsWhereItShould_AndNeverWithoutAValue(string text, double a, bool holds)
    {
        var constraint = new FormulaConstraint(text);
        constraint.Holds(Samples.Candidate(("a", a))).ShouldBe(holds);
        (constraint.Violation(Samples.Candidate(("a", a))) == 0).ShouldBe(holds);
    }

    [Theory]
    [InlineData("a + <= 2", 5, "found '<=' where a number or a parameter belongs")]
    [InlineData("exp(a <= 2", 4, "a parenthesis is not closed")]
    [InlineData("a)*2 <= 2", 2, "found ')' where an operator or a comparison belongs")]
    [InlineData("foo(a) <= 2", 1, "'foo' is no function; the functions are exp, log, sqrt, abs, sin, cos, min, max")]
    [InlineData("1 + min(a) <= 2", 5, "min takes two values or more, found 1")]
    [InlineData("exp(a, 2) <= 2", 1, "exp takes one value, found 2")]
    [InlineData("a & 2 <= 2", 3, "'&' has no meaning")]
    [InlineData("a^2", 4, "it compares nothing")]
    [InlineData("a <= 1 <= 2", 8, "it compares twice")]
    [InlineData("a = 1", 3, "an equality")]
    public void Text_ThatIsNoComparison_IsRefusedAtItsPlace(string text, int position, string message)
    {
        var error = Should.Throw<FormulaException>(() => new FormulaConstraint(text));
        error.Position.ShouldBe(position);
        error.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Formula_NestedTooDeeply_IsRefusedAndDoesNotOverflow() =>
        Should.Throw<FormulaException>(() => new FormulaConstraint(new string('(', 100_000) + "a")).Message.ShouldBe("it has more than 400 terms and signs");

    [Fact]
    public void Name_LikeAFunction_IsAParameterUnlessItIsCalled() =>
        new FormulaConstraint("min*log(log) <= 2").Keys.ShouldBe(["min", "log"]);

    [Fact]
    public void Constraints_ThatDifferInBlanksOnly_AreEqual() => new FormulaConstraint("a^2  <= 1 ").ShouldBe(new FormulaConstraint("a^2 <= 1"));

    private static Dual Excess(FormulaConstraint constraint, double a, double b, string along) =>
        constraint.Excess(name => new Dual(name == "a" ? a : b, name == along ? 1 : 0));
}
