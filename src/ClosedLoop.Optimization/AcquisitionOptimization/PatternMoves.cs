namespace ClosedLoop.Optimization;

/// <summary>Points around a point: discrete moves, steps along each continuous coordinate, and steps along pairs, which can slide along a constraint.</summary>
internal static class PatternMoves
{
    /// <summary>Moves of one parameter.</summary>
    public static IEnumerable<double[]> Single(EncodedSpace space, double[] point, double reach)
    {
        foreach (var neighbour in space.Encoding.Neighbours(point))
        {
            yield return neighbour;
        }

        foreach (var i in space.Encoding.Continuous)
        {
            yield return Moved(point, i, reach, i, 0);
            yield return Moved(point, i, -reach, i, 0);
        }
    }

    /// <summary>Moves of one parameter, and of two continuous ones along a comparison.</summary>
    public static IEnumerable<double[]> Around(EncodedSpace space, double[] point, double reach)
    {
        foreach (var moved in Single(space, point, reach))
        {
            yield return moved;
        }

        foreach (var (first, second, ratio) in Slides(space, point))
        {
            yield return Moved(point, first, reach, second, -reach * ratio);
            yield return Moved(point, first, -reach, second, reach * ratio);
        }
    }

    // For each comparison and pair of its continuous terms: the ratio of steps that leaves its sides as far apart as they are (exactly so where it is linear).
    private static IEnumerable<(int First, int Second, double Ratio)> Slides(EncodedSpace space, double[] point)
    {
        var coordinates = space.Encoding.Continuous;
        var slopes = new double[coordinates.Count];
        foreach (var comparison in space.Comparisons)
        {
            if (double.IsNaN(comparison.Excess(point, slopes)))
            {
                continue;
            }

            for (var a = 0; a < coordinates.Count; a++)
            {
                for (var b = 0; b < coordinates.Count; b++)
                {
                    if (a != b && slopes[a] != 0 && slopes[b] != 0 && Math.Abs(slopes[a]) <= Math.Abs(slopes[b]))
                    {
                        yield return (coordinates[a], coordinates[b], slopes[a] / slopes[b]);
                    }
                }
            }
        }
    }

    private static double[] Moved(double[] point, int first, double firstStep, int second, double secondStep)
    {
        var moved = (double[])point.Clone();
        moved[first] = Math.Clamp(moved[first] + firstStep, 0, 1);
        moved[second] = Math.Clamp(moved[second] + secondStep, 0, 1);
        return moved;
    }
}
