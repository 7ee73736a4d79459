using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class ForecastFigureTests
{
    /// <summary>R: quantile(c(10, 1, 4, 2, 3), c(.1, .25, .5, .75, .9)).</summary>
    [Fact]
    public void Quantiles_OfASample_AreThoseOfR()
    {
        var q = Quantiles.Of([10, 1, 4, 2, 3]);

        q.P10.ShouldBe(1.4, 1e-12);
        q.P25.ShouldBe(2, 1e-12);
        q.P50.ShouldBe(3, 1e-12);
        q.P75.ShouldBe(4, 1e-12);
        q.P90.ShouldBe(7.6, 1e-12);
    }

    /// <summary>R: prop.test(7, 10, correct = FALSE) gives 0.3967781 and 0.8922087; of none in ten, 0 and 0.2775328.</summary>
    [Fact]
    public void Chance_Interval_IsWilsons()
    {
        var (lower, upper) = new Reports.Chance(7, 10).Interval;
        lower.ShouldBe(0.3967781, 1e-6);
        upper.ShouldBe(0.8922087, 1e-6);
        new Reports.Chance(0, 10).Interval.Upper.ShouldBe(0.2775328, 1e-6);
    }

    /// <summary>The bootstrap of a mean is close to the normal interval, mean ± 1.96 s / √n with the divisor n.</summary>
    [Fact]
    public void PairedDifference_OfManyPairs_IsCloseToTheNormalInterval()
    {
        double[] differences = [.. Enumerable.Range(0, 200).Select(i => Math.Sin(i * 12.9898) + 0.1)];
        var mean = differences.Average();
        var half = 1.96 * Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 200 / 200);

        var paired = PairedDifference.Of(differences);

        paired.Mean.ShouldBe(mean, 1e-12);
        paired.Lower.ShouldBe(mean - half, 0.1 * half);
        paired.Upper.ShouldBe(mean + half, 0.1 * half);
    }

    [Fact]
    public void PairedDifference_OfEqualPairs_HasNoWidth()
    {
        var paired = PairedDifference.Of([2, 2, 2]);

        (paired.Mean, paired.Lower, paired.Upper, paired.Greater, paired.IsWithinChance).ShouldBe((2, 2, 2, 3, false));
    }

    /// <summary>The truth is a count over a fine grid.</summary>
    [Fact]
    public void HypervolumeShare_OfThreeObjectives_IsThatOfAGrid()
    {
        Objective[] objectives = [.. "abc".Select(name => new Objective { Name = $"{name}", Goal = Goal.Minimize })];
        double[][] points = [[0, 1, 0.4], [0.2, 0.3, 0.9], [0.7, 0.1, 0.2], [1, 0, 1], [0.5, 0.5, 0]];
        var run = Run(points);

        var share = HypervolumeShare.Of(objectives, [run]).At(run, DateTimeOffset.MaxValue)!.Value;

        const int cells = 60;
        var dominated = 0;
        for (var i = 0; i < cells * cells * cells; i++)
        {
            double[] at = [(i % cells + 0.5) / cells, (i / cells % cells + 0.5) / cells, (i / cells / cells + 0.5) / cells];
            dominated += points.Any(point => point.Zip(at).All(pair => pair.First <= pair.Second)) ? 1 : 0;
        }

        share.ShouldBe((double)dominated / (cells * cells * cells), 0.01);
    }

    private static ForecastRun Run(double[][] points) => new()
    {
        Number = 1,
        StartedAt = default,
        EndedAt = null,
        LastAt = default,
        Ending = "",
        Trials = [.. points.Select(point => new EndedTrial(default, point))],
        Cost = 0,
        Instruments = new Dictionary<string, InstrumentUse>(),
        Setbacks = [],
        Persons = [],
        Stock = new Dictionary<string, StockCourse>(),
    };
}
