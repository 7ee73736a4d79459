using System.Collections;

namespace ClosedLoop.Optimization;

/// <summary>Many encoded points in one block of memory; a point is copied out when it is asked for. Coordinates of context may be overlaid with other values.</summary>
internal sealed class PointMatrix : IReadOnlyList<double[]>
{
    private readonly double[] _values;
    private readonly int _width;
    private readonly IReadOnlyList<(int Coordinate, double Value)> _overlaid;

    private PointMatrix(double[] values, int width, int count, IReadOnlyList<(int Coordinate, double Value)> overlaid) =>
        (_values, _width, Count, _overlaid) = (values, width, count, overlaid);

    public int Count { get; }

    public double[] this[int index]
    {
        get
        {
            var point = _values.AsSpan(index * _width, _width).ToArray();
            foreach (var (coordinate, value) in _overlaid)
            {
                point[coordinate] = value;
            }

            return point;
        }
    }

    /// <summary>The points of a sequence.</summary>
    /// <param name="points">The points.</param>
    /// <param name="width">Coordinates of each.</param>
    /// <param name="capacity">How many are expected.</param>
    public static PointMatrix Of(IEnumerable<double[]> points, int width, int capacity)
    {
        var values = new double[capacity * width];
        var count = 0;
        foreach (var point in points)
        {
            if (values.Length < (count + 1) * width)
            {
                Array.Resize(ref values, Math.Max(16, 2 * count) * width);
            }

            point.CopyTo(values, count++ * width);
        }

        return new(values, width, count, []);
    }

    /// <summary>The same points with some coordinates of all of them replaced.</summary>
    public PointMatrix With(IReadOnlyList<(int Coordinate, double Value)> overlaid) => new(_values, _width, Count, overlaid);

    public double SquaredDistance(int index, ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        var own = _values.AsSpan(index * _width, _width);
        for (var d = 0; d < own.Length; d++)
        {
            sum += (own[d] - point[d]) * (own[d] - point[d]);
        }

        return sum;
    }

    public IEnumerator<double[]> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
