using System.Globalization;

namespace ClosedLoop.Benchmarks;

/// <summary>Median and quartiles, linear between order statistics.</summary>
internal static class Quartiles
{
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = share * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary><c>median [first, third]</c>.</summary>
    public static string Show(IReadOnlyCollection<double> values) => string.Create(
        CultureInfo.InvariantCulture, $"{At(values, 0.5):G3} [{At(values, 0.25):G3}, {At(values, 0.75):G3}]");
}
