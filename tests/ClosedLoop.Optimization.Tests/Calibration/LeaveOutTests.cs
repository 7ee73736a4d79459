namespace ClosedLoop.Optimization.Tests;

public sealed class LeaveOutTests
{
    private static readonly GaussianProcessParameters Parameters = new([0.4, 0.7], 1.3, 0.02, 0.2);

    /// <summary>Truth: the textbook prediction of each fold from the others alone, the dense system solved anew.</summary>
    [Fact]
    public void LeaveOut_OfFolds_IsThePredictionFromTheOthers()
    {
        var data = Samples.Data(31, 2, 5);
        var folds = Folds.Of(31, 5, 3);
        var heldOut = GaussianProcess.At(data, Parameters).LeaveOut(folds);
        for (var i = 0; i < data.Count; i++)
        {
            int[] kept = [.. Enumerable.Range(0, data.Count).Where(k => folds[k] != folds[i])];
            var others = data with { Points = [.. kept.Select(k => data.Points[k])], Values = [.. kept.Select(k => data.Values[k])] };
            var (mean, variance) = Textbook.Predict(others, Parameters, data.Points[i]);
            heldOut.Means[i].ShouldBe(mean, 1e-8);
            heldOut.Deviations[i].ShouldBe(Math.Sqrt(variance + Parameters.NoiseVariance), 1e-8);
        }
    }

    [Fact]
    public void LeaveOut_OfFoldsOfOne_IsLeaveOneOut()
    {
        var process = GaussianProcess.At(Samples.Data(17, 2, 6), Parameters);
        var (blocks, single) = (process.LeaveOut([.. Enumerable.Range(0, 17)]), process.LeaveOneOut());
        blocks.Means.Zip(single.Means).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        blocks.Deviations.Zip(single.Deviations).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }

    /// <summary>Truth: a forest grown by itself on the other folds.</summary>
    [Fact]
    public void LeaveOut_OfAForest_IsAForestOfTheOthers()
    {
        var data = Samples.Data(40, 2, 7);
        var folds = Folds.Of(40, 4, 1);
        var heldOut = RandomForest.Fit(data, 9).LeaveOut(folds);
        int[] kept = [.. Enumerable.Range(0, 40).Where(i => folds[i] != 2)];
        var others = RandomForest.Fit(data with { Points = [.. kept.Select(i => data.Points[i])], Values = [.. kept.Select(i => data.Values[i])] }, 9);
        var first = Array.IndexOf(folds, 2);
        heldOut.Means[first].ShouldBe(others.Predict(data.Points[first]).Mean);
    }
}
