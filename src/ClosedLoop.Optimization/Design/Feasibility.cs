using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Whether a space has candidates at all.</summary>
public static class Feasibility
{
    private const int Sampled = 1000;

    /// <summary>
    /// Why no candidate of a space seems to satisfy its constraints; null when one was found. Exact for lists and short grids; else a search of some thousand
    /// points, from which it descends on what the constraints miss.
    /// </summary>
    public static string? WhyEmpty(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Constraints.Count == 0 ? null : WhyEmpty(new EncodedSpace(space));
    }

    internal static string? WhyEmpty(EncodedSpace space)
    {
        if (space.Space.Constraints.Count == 0)
        {
            return null;
        }

        if (space.Points is { } points)
        {
            return points.Count > 0 ? null
                : space.Space.Table is { } table ? $"none of the {table.Count} rows of the table satisfies {Words(space.Space.Constraints, table)}"
                : $"none of the {space.Encoding.Cardinality} candidates satisfies {Words(space.Space.Constraints, [.. space.Encoding.All().Select(each => space.Encoding.Decode(each))])}";
        }

        var stream = new RandomStream(0, StreamPurpose.Design);
        var sobol = new SobolSequence(space.Encoding.Uniforms, stream);
        if (new FeasibleSampler(space, sobol, stream).Next() is not null)
        {
            return null;
        }

        var uniforms = new double[sobol.Dimension];
        var drawn = new List<Candidate>();
        for (var i = 0U; i < Sampled; i++)
        {
            sobol.Point(i, uniforms);
            drawn.Add(space.Encoding.Decode(space.Encoding.Sample(uniforms)));
        }

        return $"no candidate seems to satisfy {Words(space.Space.Constraints, drawn)}; the search tried thousands and came no nearer. Loosen a constraint or widen a range";
    }

    // A constraint that fails alone is the culprit; else it is what they demand together.
    private static string Words(IReadOnlyList<Constraint> constraints, IReadOnlyList<Candidate> candidates)
    {
        var alone = constraints.Where(constraint => !candidates.Any(constraint.Holds)).ToArray();
        return alone.Length > 0 ? string.Join(", nor ", alone.Select(constraint => $"'{constraint}'"))
            : constraints.Count == 1 ? $"'{constraints[0]}'"
            : $"all constraints together, though each can be satisfied alone: {string.Join("; ", constraints)}";
    }
}
