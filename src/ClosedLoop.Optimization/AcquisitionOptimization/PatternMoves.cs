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

        for (var k = 0; k < space.Encoding.Continuous.Count; k++)
        {
            yield return Moved(space, point, k, reach, k, 0);
            yield return Moved(space, point, k, -reach, k, 0);
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
            yield return Moved(space, point, first, reach, second, -reach * ratio);
            yield return Moved(space, point, first, -reach, second, reach * ratio);
        }
    }

    // For each comparison and pair of its continuous terms: the ratio of steps that leaves its sides as far apart as they are (exactly so where it is linear).
    private static IEnumerable<(int First, int Second, double Ratio)> Slides(EncodedSpace space, double[] point)
    {
        var slopes = new double[space.Encoding.Continuous.Count];
        foreach (var comparison in space.Comparisons)
        {
            if (double.IsNaN(comparison.Excess(point, slopes)))
            {
                continue;
            }

            for (var a = 0; a < slopes.Length; a++)
            {
                for (var b = 0; b < slopes.Length; b++)
                {
                    if (a != b && slopes[a] != 0 && slopes[b] != 0 && Math.Abs(slopes[a]) <= Math.Abs(slopes[b]))
                    {
                        yield return (a, b, slopes[a] / slopes[b]);
                    }
                }
            }
        }
    }

    private static double[] Moved(EncodedSpace space, double[] point, int first, double firstStep, int second, double secondStep)
    {
        var moved = (double[])point.Clone();
        var variables = space.Encoding.Variables(point);
        space.Encoding.Place(first, variables[first] + firstStep, moved);
        if (second != first)
        {
            space.Encoding.Place(second, variables[second] + secondStep, moved);
        }

        return moved;
    }
}
