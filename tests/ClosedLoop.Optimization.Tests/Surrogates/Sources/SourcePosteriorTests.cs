namespace ClosedLoop.Optimization.Tests;

public sealed class SourcePosteriorTests
{
    private const int Target = 3;

    private static readonly JointParameters Parameters = JointSamples.Parameters(JointSamples.Tree, 3, 4, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(29)]
    public void Latent_OneByOneAndInBulk_EqualsTheDenseFormula(int count)
    {
        var data = JointSamples.Data(count, 3, 4, count);
        var posterior = JointSamples.Posterior(data, Parameters);
        for (var source = 0; source < 4; source++)
        {
            Compare(posterior.Latent(source), x =>
            {
                var (mean, variance) = JointSamples.Predict(data, Parameters, x, source, source);
                return (mean, Math.Sqrt(variance));
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(29)]
    public void Seen_OneByOneAndInBulk_EqualsTheDenseFormula(int count)
    {
        var data = JointSamples.Data(count, 3, 4, count);
        var posterior = JointSamples.Posterior(data, Parameters);
        for (var through = 0; through < Target; through++)
        {
            Compare(posterior.Seen(Target, through), x =>
            {
                var (mean, covariance) = JointSamples.Predict(data, Parameters, x, Target, through);
                var variance = JointSamples.Predict(data, Parameters, x, through, through).Covariance + Parameters.NoiseVariances[through];
                return (mean, Math.Abs(covariance) / Math.Sqrt(variance));
            });
        }
    }

    [Fact]
    public void Seen_OneDeviationOfTheMeasurementAway_IsByHowMuchTheMeanMoves()
    {
        // The other way to the same number: fantasize the measurement and look.
        var data = JointSamples.Data(19, 3, 4, 6);
        var exact = Parameters with { NoiseVariances = [1e-8, 1e-8, 1e-8, 1e-3] };
        var joint = JointSamples.Posterior(data, exact);
        double[] x = [0.3, 0.8, 0.4];
        var (before, after, there) = (new double[1], new double[1], new double[1]);
        var seen = joint.Seen(Target, 1);
        var deviation = seen.Predict(x, before, seen.Scratch());
        var cheap = joint.Latent(1);
        var spread = cheap.Predict(x, there, cheap.Scratch());
        var moved = joint.Condition(x, 1, [there[0] + spread]).Latent(Target);
        moved.Predict(x, after, moved.Scratch());
        Math.Abs(after[0] - before[0]).ShouldBe(deviation, 1e-5);
    }

    [Fact]
    public void Gradient_OfEveryView_EqualsFiniteDifferences()
    {
        var data = JointSamples.Data(21, 3, 4, 3);
        var joint = JointSamples.Posterior(data, Parameters).Condition([0.5, 0.1, 0.9], 2, [0.3, -0.6]);
        foreach (var posterior in new[] { joint.Latent(0), joint.Latent(Target), joint.Seen(Target, 0), joint.Seen(Target, 2) })
        {
            double[] x = [0.22, 0.71, 0.45];
            double[] weights = [0.7, -1.2];
            var gradient = new double[3];
            var at = posterior.Scratch();
            posterior.Predict(x, new double[2], at);
            posterior.Gradient(at, weights, 1.7, gradient);
            for (var d = 0; d < 3; d++)
            {
                var difference = Textbook.CentralDifference(
                    value =>
                    {
                        var moved = (double[])x.Clone();
                        moved[d] = value;
                        var means = new double[2];
                        var deviation = posterior.Predict(moved, means, posterior.Scratch());
                        return (weights[0] * means[0]) + (weights[1] * means[1]) + (1.7 * deviation);
                    },
                    x[d],
                    1e-5);
                gradient[d].ShouldBe(difference, 1e-5 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void Condition_OnAnySource_EqualsAPosteriorWithThatObservation()
    {
        var data = JointSamples.Data(12, 3, 4, 4);
        double[] point = [0.9, 0.2, 0.6];
        double[] x = [0.7, 0.3, 0.5];
        var conditioned = JointSamples.Posterior(data, Parameters).Condition(point, 1, [0.7]).Latent(Target);
        var more = data with { Points = [.. data.Points, point], Sources = [.. data.Sources, 1], Values = [.. data.Values, 0.7] };
        var noise = 1e-8 * Parameters.Prior(1, 1);
        var exact = new JointPosterior(more, [.. data.Sources.Select(s => Parameters.NoiseVariances[s]), noise], [more.Values], Parameters).Latent(Target);
        var (mean, expected) = (new double[1], new double[1]);
        conditioned.Predict(x, mean, conditioned.Scratch()).ShouldBe(exact.Predict(x, expected, exact.Scratch()), 1e-12);
        mean[0].ShouldBe(expected[0], 1e-12);
    }

    [Fact]
    public void Autoregressive_OnNestedExactData_IsTheCheapModelTimesItsFactorPlusThatOfTheDifferences()
    {
        // Le Gratiet and Garnier 2014, proposition 1: with nested designs and no noise the two levels can be computed one after the other.
        var relation = new AutoregressiveDiscrepancy([1, -1]);
        var p = new JointParameters(
            KernelFamily.Matern52,
            [new([0.4, 0.6], [1.3, 1.3 * 0.8], [0, 0]), new([0.9, 0.3], [0, 0.5], [0, 0])],
            [1e-10, 1e-10],
            [0.2, -0.1]);
        var unpacked = relation.Unpack(
            [Math.Log(0.4), Math.Log(0.6), Math.Log(0.9), Math.Log(0.3), Math.Log(1.69), Math.Log(0.25), 0.8, Math.Log(1e-10), Math.Log(1e-10)], 2, KernelFamily.Matern52);
        unpacked.Terms.Select(term => term.Loadings).ShouldBe(p.Terms.Select(term => term.Loadings), new Close());
        var stream = Samples.Stream(12);
        double[][] points = [.. Enumerable.Range(0, 14).Select(_ => Samples.Point(2, stream))];
        double[] cheap = [.. points.Select(x => Math.Sin(5 * x[0]) + x[1])];
        double[] dear = [.. points.Take(6).Select((x, i) => (0.8 * cheap[i]) + (x[0] * x[1]))];
        var joint = JointSamples.Posterior(new([.. points, .. points.Take(6)], [.. Enumerable.Repeat(0, 14), .. Enumerable.Repeat(1, 6)], [.. cheap, .. dear], [0, 1], 2), p).Latent(1);
        var low = Samples.Posterior(new(points, cheap, [0, 1]), new([0.4, 0.6], 1.69, 1e-10, 0.2));
        var difference = Samples.Posterior(new([.. points.Take(6)], [.. dear.Select((y, i) => y - (0.8 * cheap[i]))], [0, 1]), new([0.9, 0.3], 0.25, 1e-10, -0.1 - (0.8 * 0.2)));
        var (mean, lowMean, differenceMean) = (new double[1], new double[1], new double[1]);
        for (var k = 0; k < 20; k++)
        {
            var x = Samples.Point(2, stream);
            var deviation = joint.Predict(x, mean, joint.Scratch());
            var lowDeviation = low.Predict(x, lowMean, low.Scratch());
            var differenceDeviation = difference.Predict(x, differenceMean, difference.Scratch());
            mean[0].ShouldBe((0.8 * lowMean[0]) + differenceMean[0], 1e-5);
            deviation.ShouldBe(Math.Sqrt((0.64 * lowDeviation * lowDeviation) + (differenceDeviation * differenceDeviation)), 1e-5);
        }
    }

    [Fact]
    public void LeaveOneOut_OfASource_EqualsRefittingWithoutEachOfItsObservations()
    {
        var data = JointSamples.Data(20, 3, 4, 11);
        var leftOut = JointSamples.Posterior(data, Parameters).LeaveOneOut(Target);
        var rows = data.Of(Target);
        for (var k = 0; k < rows.Length; k++)
        {
            int[] rest = [.. Enumerable.Range(0, 20).Where(i => i != rows[k])];
            var less = data with { Points = [.. rest.Select(i => data.Points[i])], Sources = [.. rest.Select(i => data.Sources[i])], Values = [.. rest.Select(i => data.Values[i])] };
            var (mean, variance) = JointSamples.Predict(less, Parameters, data.Points[rows[k]], Target, Target);
            leftOut.Means[k].ShouldBe(mean, 1e-8);
            leftOut.Deviations[k].ShouldBe(Math.Sqrt(variance + Parameters.NoiseVariances[Target]), 1e-8);
        }
    }

    [Fact]
    public void LeaveOut_OfFolds_EqualsRefittingWithoutEachFold()
    {
        var data = JointSamples.Data(24, 3, 4, 13);
        var rows = data.Of(Target);
        int[] folds = [.. rows.Select((_, k) => k % 2)];
        var leftOut = JointSamples.Posterior(data, Parameters).LeaveOut(Target, folds);
        for (var k = 0; k < rows.Length; k++)
        {
            int[] rest = [.. Enumerable.Range(0, 24).Where(i => data.Sources[i] != Target || folds[Array.IndexOf(rows, i)] != folds[k])];
            var less = data with { Points = [.. rest.Select(i => data.Points[i])], Sources = [.. rest.Select(i => data.Sources[i])], Values = [.. rest.Select(i => data.Values[i])] };
            var (mean, variance) = JointSamples.Predict(less, Parameters, data.Points[rows[k]], Target, Target);
            leftOut.Means[k].ShouldBe(mean, 1e-8);
            leftOut.Deviations[k].ShouldBe(Math.Sqrt(variance + Parameters.NoiseVariances[Target]), 1e-8);
        }
    }

    private static void Compare(IPosterior posterior, Func<double[], (double Mean, double Deviation)> truth)
    {
        var stream = Samples.Stream(1);
        double[][] points = [.. Enumerable.Range(0, 70).Select(_ => Samples.Point(3, stream))];
        var means = new double[70];
        var deviations = new double[70];
        posterior.Predict(points, means, deviations);
        var mean = new double[1];
        for (var i = 0; i < points.Length; i++)
        {
            var (expected, deviation) = truth(points[i]);
            means[i].ShouldBe(expected, 1e-8);
            deviations[i].ShouldBe(deviation, 1e-7);
            posterior.Predict(points[i], mean, posterior.Scratch()).ShouldBe(deviations[i], 1e-8);
            mean[0].ShouldBe(means[i], 1e-9);
        }
    }

    private sealed class Close : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? x, double[]? y) => x!.Zip(y!, (a, b) => Math.Abs(a - b)).Max() < 1e-12;

        public int GetHashCode(double[] obj) => 0;
    }
}
