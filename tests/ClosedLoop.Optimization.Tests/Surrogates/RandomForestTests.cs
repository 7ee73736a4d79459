namespace ClosedLoop.Optimization.Tests;

public sealed class RandomForestTests
{
    [Fact]
    public void Predict_OfAStep_FindsBothSides()
    {
        var stream = Samples.Stream(1);
        double[][] points = [.. Enumerable.Range(0, 80).Select(_ => Samples.Point(2, stream))];
        var forest = RandomForest.Fit(new(points, [.. points.Select(x => x[0] < 0.5 ? -1.0 : 1.0)], [0, 1]), 3);
        forest.Predict([0.2, 0.5]).Mean.ShouldBe(-1, 0.1);
        forest.Predict([0.8, 0.5]).Mean.ShouldBe(1, 0.1);
        forest.Predict([0.5, 0.5]).Deviation.ShouldBeGreaterThan(3 * forest.Predict([0.2, 0.5]).Deviation);
    }

    [Fact]
    public void Predict_WithOneRowInTwentyCorrupted_StaysNearTheTruth()
    {
        var stream = Samples.Stream(2);
        double[][] points = [.. Enumerable.Range(0, 200).Select(_ => Samples.Point(2, stream))];
        double[] values = [.. points.Select((x, i) => i % 20 == 7 ? 30 : Math.Sin(4 * x[0]) + x[1])];
        var forest = RandomForest.Fit(new(points, values, [0, 1]), 3);
        double[][] tests = [.. Enumerable.Range(0, 200).Select(_ => Samples.Point(2, stream))];
        var misses = tests.Select(x => Math.Abs(forest.Predict(x).Mean - Math.Sin(4 * x[0]) - x[1])).Order().ToArray();
        misses[100].ShouldBeLessThan(1.5);
    }

    [Fact]
    public void LeaveOneOut_OfNoisyData_IsCalibrated()
    {
        var data = Samples.Data(150, 2, 3);
        var standardized = data with { Values = [.. data.Values.Select(OutputScale.Of(data.Values).Standardize)] };
        var leftOut = RandomForest.Fit(standardized, 4).LeaveOneOut;
        leftOut.Coverage(0.5).ShouldBeInRange(0.35, 0.7);
        leftOut.Coverage(0.95).ShouldBeInRange(0.86, 1);
        leftOut.RootMeanSquare(new(0, 1)).ShouldBeLessThan(0.6);
    }

    [Fact]
    public void Fit_Twice_GivesTheSame()
    {
        var data = Samples.Data(30, 3, 5);
        RandomForest.Fit(data, 9).Predict([0.3, 0.4, 0.5]).ShouldBe(RandomForest.Fit(data, 9).Predict([0.3, 0.4, 0.5]));
    }
}
