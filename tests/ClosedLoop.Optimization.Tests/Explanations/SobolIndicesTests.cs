using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class SobolIndicesTests
{
    private const double A = 7;
    private const double B = 0.1;

    /// <summary>Truth: the closed form for sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ (Ishigami, Homma 1990).</summary>
    [Fact]
    public void Indices_OfIshigamisFunction_AreThoseOfItsClosedForm()
    {
        var indices = SobolIndices.Of(new InputDistribution(new EncodedSpace(Cube())), points => [.. points.Select(Ishigami)], 4096, Samples.Stream(1));
        var (first, total) = ClosedForm();
        for (var i = 0; i < 3; i++)
        {
            indices.First[i].ShouldBe(first[i], 0.01);
            indices.Total[i].ShouldBe(total[i], 0.01);
        }
    }

    [Fact]
    public void Indices_OfASurrogateOfIshigamisFunction_ComeNear()
    {
        var problem = new PlanningProblem(Cube(), [new() { Name = "y", Goal = Goal.Minimize }], 3, 10, FailurePolicy.Skip);
        var planner = new BayesianPlanner();
        var design = planner.Propose(problem with { InitialTrials = 160 }, new(1, 160, [], [])).Candidates;
        ObservedTrial[] observed =
        [
            .. design.Select((proposed, i) => new ObservedTrial(i + 1, proposed.Candidate, [Ishigami([.. proposed.Candidate.Values.Select(pair => pair.Value.Number)])])),
        ];
        var importances = planner.Explain(problem, observed, [])!.Objectives.Single().Importances;
        var (first, total) = ClosedForm();
        importances.Select(each => each.Parameter).ShouldBe(["x0", "x1", "x2"]);
        for (var i = 0; i < 3; i++)
        {
            importances[i].First.ShouldBe(first[i], 0.08);
            importances[i].Total.ShouldBe(total[i], 0.08);
        }

        importances.Sum(each => each.Relevance!.Value).ShouldBe(1, 0.001);
    }

    [Fact]
    public void Indices_OfAConstant_AreZero()
    {
        var indices = SobolIndices.Of(new InputDistribution(new EncodedSpace(Cube())), points => [.. points.Select(_ => 3.7)], 64, Samples.Stream(1));
        indices.Total.ShouldAllBe(index => index == 0);
    }

    /// <summary>Truth: of two independent parameters that are added, each explains its own variance. A category of 3 levels with values 0, 1, 5 has 14/3.</summary>
    [Fact]
    public void Indices_OfAMixedSpace_ArePerParameterAndNotPerCoordinate()
    {
        var space = new EncodedSpace(Spaces.Everything());
        var encoding = space.Encoding;
        double[] Surface(IReadOnlyList<double[]> points) =>
        [
            .. points.Select(point => encoding.Decode(point) is var c ? c["speed"].Number + (c["solvent"].Text switch { "water" => 0, "dmf" => 1, _ => 5 }) : 0),
        ];
        var indices = SobolIndices.Of(new InputDistribution(space), Surface, 2048, Samples.Stream(2));
        var (speed, solvent) = (15 * 15 / 12.0, 14 / 3.0);
        indices.First.Length.ShouldBe(6);
        indices.First[0].ShouldBe(speed / (speed + solvent), 0.02);
        indices.First[4].ShouldBe(solvent / (speed + solvent), 0.02);
        indices.Total[5].ShouldBe(0, 1e-9);
    }

    private static double Ishigami(double[] u)
    {
        double X(int i) => Math.PI * ((2 * u[i]) - 1);
        return Math.Sin(X(0)) + (A * Math.Pow(Math.Sin(X(1)), 2)) + (B * Math.Pow(X(2), 4) * Math.Sin(X(0)));
    }

    private static (double[] First, double[] Total) ClosedForm()
    {
        var one = 0.5 * Math.Pow(1 + (B * Math.Pow(Math.PI, 4) / 5), 2);
        var two = A * A / 8;
        var both = B * B * Math.Pow(Math.PI, 8) * ((1 / 18.0) - (1 / 50.0));
        var all = one + two + both;
        return ([one / all, two / all, 0], [(one + both) / all, two / all, both / all]);
    }

    private static SearchSpace Cube() => Spaces.Box(3);
}
