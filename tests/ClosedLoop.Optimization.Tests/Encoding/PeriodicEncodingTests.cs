using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class PeriodicEncodingTests
{
    private static readonly SearchSpace Torsions = new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "phi", Lower = -180, Upper = 180, IsPeriodic = true },
            new ContinuousParameter { Name = "psi", Lower = -180, Upper = 180, IsPeriodic = true },
        ],
    };

    private static readonly PlanningProblem Problem = new(Torsions, [new() { Name = "energy", Goal = Goal.Minimize }], 3, 6, FailurePolicy.Skip);

    [Fact]
    public void Bounds_AreOnePlace_AndDistancesDependOnTheDifferenceAroundTheCircleAlone()
    {
        var encoding = SpaceEncoding.Of(Torsions);
        double Between(double a, double b) => Math.Sqrt(encoding.Encode(Of(a, 0)).Zip(encoding.Encode(Of(b, 0)), (x, y) => (x - y) * (x - y)).Sum());

        Between(-180, 180).ShouldBe(0, 1e-12);

        // The chord of a circle of diameter one.
        Between(175, -175).ShouldBe(Math.Sin(double.DegreesToRadians(5)), 1e-12);
        Between(20, 50).ShouldBe(Math.Sin(double.DegreesToRadians(15)), 1e-12);
        Between(-90, 90).ShouldBe(1, 1e-12);
        encoding.LengthScaleNames.ShouldBe(["phi", "psi"]);
    }

    [Fact]
    public void Pull_AgreesWithFiniteDifferences_AlsoBeyondTheBounds()
    {
        var encoding = SpaceEncoding.Of(Torsions);
        double F(double[] at) => (3 * at[0]) - (at[1] * at[1]) + (at[2] * at[3]);
        foreach (var (t, u) in new[] { (0.1, 0.9), (-0.3, 1.7), (0.999, 0.001) })
        {
            var point = new double[4];
            encoding.Place([t, u], point);
            var pulled = new double[2];
            encoding.Pull(point, [3, -2 * point[1], point[3], point[2]], pulled);
            double At(double x, double y)
            {
                var moved = new double[4];
                encoding.Place([x, y], moved);
                return F(moved);
            }

            pulled[0].ShouldBe((At(t + 1e-6, u) - At(t - 1e-6, u)) / 2e-6, 1e-6);
            pulled[1].ShouldBe((At(t, u + 1e-6) - At(t, u - 1e-6)) / 2e-6, 1e-6);
        }
    }

    [Fact]
    public void Planner_FindsAMinimumAtTheSeam_AndPredictsTheSameOnBothSides()
    {
        // The least value lies at (180, -180), where all four corners of the square meet.
        static double Energy(Candidate c) => Math.Cos(double.DegreesToRadians(c["phi"].Number)) + (0.6 * Math.Cos(double.DegreesToRadians(c["psi"].Number)));
        var (planner, observed) = (new BayesianPlanner(), new List<ObservedTrial>());
        for (var n = 1; n <= 18; n++)
        {
            var candidate = planner.Propose(Problem, new(n, 1, observed, [])).Candidates.Single().Candidate;
            Torsions.WhyNot(candidate).ShouldBeNull();
            observed.Add(new ObservedTrial(n, candidate, [Energy(candidate)]));
        }

        observed.Min(trial => trial.Values![0]).ShouldBe(-1.6, 2e-3);

        var encoding = SpaceEncoding.Of(Torsions);
        var told = LearntData.From(Problem, encoding, observed).Of(0, [.. observed.Select(trial => trial.Values![0])], encoding);
        var posterior = new SurrogateCache().Fit(told, SurrogateChoice.Process, 1).Posterior;
        var means = new double[3];
        posterior.Predict([encoding.Encode(Of(-180, 30)), encoding.Encode(Of(180, 30)), encoding.Encode(Of(179.99, 30))], means, new double[3]);
        means[0].ShouldBe(means[1], 1e-9);
        means[2].ShouldBe(means[1], 1e-3);
    }

    [Fact]
    public void Ascent_GoesAcrossTheSeam()
    {
        var space = new EncodedSpace(Torsions);
        var best = new MultiStart(space, null).Maximize(new Hill(), [], new HashSet<Candidate>(), [], Samples.Stream(4)).ShouldNotBeNull();

        Math.IEEERemainder(best.Candidate["phi"].Number - 179.5, 360).ShouldBe(0, 0.05);
        Math.IEEERemainder(best.Candidate["psi"].Number + 179.5, 360).ShouldBe(0, 0.05);
    }

    private static Candidate Of(double phi, double psi) => new([KeyValuePair.Create("phi", (ParameterValue)phi), KeyValuePair.Create("psi", (ParameterValue)psi)]);

    // Highest at (179.5°, -179.5°).
    private sealed class Hill : IAcquisition
    {
        private static readonly double[] Top = SpaceEncoding.Of(Torsions).Encode(Of(179.5, -179.5));

        public string Name => "hill";

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            var sum = 0.0;
            for (var d = 0; d < point.Length; d++)
            {
                sum -= (point[d] - Top[d]) * (point[d] - Top[d]);
                gradient[d] = -2 * (point[d] - Top[d]);
            }

            return sum;
        }

        public double[] Score(IReadOnlyList<double[]> points) => [.. points.Select(point => Evaluate(point, new double[point.Length]))];
    }
}
