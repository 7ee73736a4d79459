namespace ClosedLoop.Optimization;

/// <summary>Points around a point: discrete moves, steps along each continuous coordinate, and steps along pairs, which can slide along a constraint.</summary>
internal static class PatternMoves
{
    public static IEnumerable<double[]> Around(EncodedSpace space, double[] point, double reach)
    {
        foreach (var neighbour in space.Encoding.Neighbours(point))
        {
            yield return neighbour;
        }

        var continuous = space.Encoding.Continuous;
        foreach (var i in continuous)
        {
            yield return Moved(point, i, reach, i, 0);
            yield return Moved(point, i, -reach, i, 0);
        }

        foreach (var (first, second, ratio) in Slides(space))
        {
            yield return Moved(point, first, reach, second, -reach * ratio);
            yield return Moved(point, first, -reach, second, reach * ratio);
        }
    }

    // For each constraint and pair of its continuous terms: the ratio of steps that leaves its sum unchanged (exactly so on linear scales).
    private static IEnumerable<(int First, int Second, double Ratio)> Slides(EncodedSpace space)
    {
        var coordinates = space.Encoding.Continuous;
        foreach (var constraint in space.Space.Constraints)
        {
            var slopes = coordinates.Select(i => Slope(space, constraint, i)).ToArray();
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

    private static double Slope(EncodedSpace space, Domain.LinearConstraint constraint, int coordinate)
    {
        var name = space.Encoding.LengthScaleNames[space.Encoding.Groups[coordinate]];
        if (!constraint.Coefficients.TryGetValue(name, out var coefficient))
        {
            return 0;
        }

        var parameter = (Domain.ContinuousParameter)space.Space.Parameters.First(p => p.Name == name);
        return coefficient * (parameter.Upper - parameter.Lower);
    }

    private static double[] Moved(double[] point, int first, double firstStep, int second, double secondStep)
    {
        var moved = (double[])point.Clone();
        moved[first] = Math.Clamp(moved[first] + firstStep, 0, 1);
        moved[second] = Math.Clamp(moved[second] + secondStep, 0, 1);
        return moved;
    }
}
