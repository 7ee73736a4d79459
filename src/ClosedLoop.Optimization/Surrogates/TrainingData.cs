using System.Runtime.InteropServices;

namespace ClosedLoop.Optimization;

/// <summary>What a surrogate learns from: encoded points and values, in modelled or standardized units.</summary>
/// <param name="Points">n encoded points of d coordinates each.</param>
/// <param name="Values">n values.</param>
/// <param name="Groups">For each coordinate the length scale that it uses, from 0.</param>
internal sealed record TrainingData(IReadOnlyList<double[]> Points, double[] Values, int[] Groups)
{
    /// <summary>For each point the known variance of its value, NaN where it is to be learnt; empty when none is known.</summary>
    public double[] Variances { get; init; } = [];

    /// <summary>For each group whether its coordinates say which level of a category; empty when there are no categories.</summary>
    public bool[] Nominal { get; init; } = [];

    public int Count => Points.Count;

    public int Dimension => Groups.Length;

    public int GroupCount => Groups.Length == 0 ? 0 : Groups.Max() + 1;

    public bool IsNominal(int group) => Nominal.Length > 0 && Nominal[group];

    /// <summary>The known variance of a value, or what was learnt of the others.</summary>
    public double VarianceOf(int i, double learnt) => Variances.Length == 0 || double.IsNaN(Variances[i]) ? learnt : Variances[i];

    /// <summary>The first observations.</summary>
    public TrainingData First(int count) => At([.. Enumerable.Range(0, count)]);

    /// <summary>Some of the observations.</summary>
    public TrainingData At(int[] rows) => this with
    {
        Points = [.. rows.Select(i => Points[i])],
        Values = [.. rows.Select(i => Values[i])],
        Variances = Variances.Length == 0 ? [] : [.. rows.Select(i => Variances[i])],
    };

    /// <summary>In standardized units; known variances by the slope of the scale at the value.</summary>
    public TrainingData Standardized(OutputScale scale) => this with
    {
        Values = [.. Values.Select(scale.Standardize)],
        Variances = [.. Variances.Select((variance, i) => Within(variance * scale.Slope(Values[i]) * scale.Slope(Values[i])))],
    };

    /// <summary>Variance of values measured more than once at the same point, pooled, and its degrees of freedom; points of known variance do not count.</summary>
    public (double Variance, int Freedom) Replicates()
    {
        var (sum, freedom) = (0.0, 0);
        foreach (var group in Enumerable.Range(0, Count).Where(i => double.IsNaN(VarianceOf(i, double.NaN))).GroupBy(i => Points[i], SamePoint.Instance))
        {
            if (group.Count() > 1)
            {
                var mean = group.Average(i => Values[i]);
                sum += group.Sum(i => (Values[i] - mean) * (Values[i] - mean));
                freedom += group.Count() - 1;
            }
        }

        return (freedom == 0 ? 0 : sum / freedom, freedom);
    }

    // Beyond this, relative to the spread of the values, a measurement says nothing; NaN stays.
    private static double Within(double variance) => variance > 1e8 ? 1e8 : variance;

    private sealed class SamePoint : IEqualityComparer<double[]>
    {
        public static SamePoint Instance { get; } = new();

        public bool Equals(double[]? x, double[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(double[] point)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(point.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
