namespace ClosedLoop.Calculations;

/// <summary>
/// The equation of state of Birch (Phys. Rev. 71, 809, 1947) of third order, fitted to energies. In x = V^(−2/3) it is a cubic polynomial, so that the fit is linear and needs no start.
/// </summary>
/// <param name="Volume">At the least energy.</param>
/// <param name="Energy">The least energy.</param>
/// <param name="BulkModulus">V d²E/dV² there, in energy per volume.</param>
/// <param name="Derivative">The bulk modulus' derivative with respect to pressure there.</param>
/// <param name="Residual">Root mean square deviation of the energies from the curve.</param>
internal sealed record BirchMurnaghan(double Volume, double Energy, double BulkModulus, double Derivative, double Residual)
{
    private const int Terms = 4;

    /// <summary>Fits; null when the curve has no minimum between the least and the greatest volume, so that nothing can be said of it.</summary>
    /// <param name="volumes">At least five, all different.</param>
    /// <param name="energies">One for each.</param>
    public static BirchMurnaghan? Fit(IReadOnlyList<double> volumes, IReadOnlyList<double> energies)
    {
        // Centred and scaled: the normal equations of a cubic on [-1, 1] are well conditioned. Energies likewise, as their differences are a millionth of them.
        var x = volumes.Select(volume => Math.Pow(volume, -2.0 / 3)).ToArray();
        var (centre, scale, level) = ((x.Max() + x.Min()) / 2, (x.Max() - x.Min()) / 2, energies.Average());
        var normal = new double[Terms, Terms + 1];
        for (var i = 0; i < x.Length; i++)
        {
            var t = (x[i] - centre) / scale;
            for (var row = 0; row < Terms; row++)
            {
                for (var column = 0; column < Terms; column++)
                {
                    normal[row, column] += Math.Pow(t, row + column);
                }

                normal[row, Terms] += Math.Pow(t, row) * (energies[i] - level);
            }
        }

        var c = Solve(normal);
        if (Minimum(c) is not { } at)
        {
            return null;
        }

        var volumeAt = Math.Pow(centre + (scale * at), -1.5);
        var residual = Math.Sqrt(x.Select((value, i) => Math.Pow(Value(c, (value - centre) / scale) + level - energies[i], 2)).Average());

        // With E'(x) = 0 there: dE/dV and its derivatives by the chain rule, x = V^(-2/3).
        var second = ((2 * c[2]) + (6 * c[3] * at)) / (scale * scale);
        var third = 6 * c[3] / (scale * scale * scale);
        var slope = -2.0 / 3 * Math.Pow(volumeAt, -5.0 / 3);
        var curvature = 10.0 / 9 * Math.Pow(volumeAt, -8.0 / 3);
        var byVolume2 = second * slope * slope;
        var byVolume3 = (third * slope * slope * slope) + (3 * second * slope * curvature);
        return new BirchMurnaghan(volumeAt, Value(c, at) + level, volumeAt * byVolume2, -1 - (volumeAt * byVolume3 / byVolume2), residual);
    }

    private static double Value(double[] c, double t) => c[0] + (t * (c[1] + (t * (c[2] + (t * c[3])))));

    // The zero of the derivative where the curve bends upwards, if it lies within the data.
    private static double? Minimum(double[] c)
    {
        var (a, b, d) = (3 * c[3], 2 * c[2], c[1]);
        var root = (b * b) - (4 * a * d);
        if (root < 0 || !double.IsFinite(root))
        {
            return null;
        }

        // Of the two zeros (-b ± √root) / 2a this one has positive curvature; written so that it also holds for a = 0.
        var t = -2 * d / (b + Math.Sqrt(root));
        return b + Math.Sqrt(root) > 0 && t is > -1 and < 1 ? t : null;
    }

    // Gaussian elimination with row exchanges.
    private static double[] Solve(double[,] system)
    {
        for (var pivot = 0; pivot < Terms; pivot++)
        {
            var best = Enumerable.Range(pivot, Terms - pivot).MaxBy(row => Math.Abs(system[row, pivot]));
            for (var column = 0; column <= Terms; column++)
            {
                (system[pivot, column], system[best, column]) = (system[best, column], system[pivot, column]);
            }

            for (var row = 0; row < Terms; row++)
            {
                var factor = row == pivot ? 0 : system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= Terms; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, Terms).Select(row => system[row, Terms] / system[row, row])];
    }
}
