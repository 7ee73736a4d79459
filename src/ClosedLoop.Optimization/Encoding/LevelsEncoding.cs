using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>One of finitely many ordered numbers, integers or discrete levels, as its position between the least and the greatest.</summary>
internal sealed class LevelsEncoding(string name, int count, Func<int, double> level, double lower, double upper) : IParameterEncoding
{
    // So few that each is worth a look from any other.
    private const int AllAreNeighbours = 16;

    public int Width => 1;

    public int Uniforms => 1;

    public bool IsContinuous => false;

    public double Cardinality => count;

    public IReadOnlyList<string> LengthScales { get; } = [name];

    public static LevelsEncoding Of(IntegerParameter parameter, double lower, double upper) =>
        new(parameter.Name, checked(parameter.Upper - parameter.Lower + 1), i => parameter.Lower + i, lower, upper);

    public static LevelsEncoding Of(DiscreteParameter parameter, double lower, double upper) =>
        new(parameter.Name, parameter.Levels.Count, i => parameter.Levels[i], lower, upper);

    public void Encode(Candidate candidate, Span<double> coordinates) => coordinates[0] = Position(candidate[name].Number);

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values) =>
        values.Add(new(name, level(Nearest(coordinates[0]))));

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) =>
        coordinates[0] = Position(level(Math.Min(count - 1, (int)(uniforms[0] * count))));

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms) => uniforms[0] = (Nearest(coordinates[0]) + 0.5) / count;

    public IEnumerable<double[]> Neighbours(double[] coordinates)
    {
        var current = Nearest(coordinates[0]);
        if (count <= AllAreNeighbours)
        {
            return Enumerable.Range(0, count).Where(i => i != current).Select(At);
        }

        // Steps of 1, 2, 4 … both ways cross any range in few moves.
        return Enumerable.Range(0, 31).Select(power => 1L << power).TakeWhile(step => step < count)
            .SelectMany(step => new[] { current - step, current + step })
            .Where(i => i >= 0 && i < count)
            .Select(i => At((int)i));
    }

    public IEnumerable<double[]> All() => Enumerable.Range(0, count).Select(At);

    private double[] At(int index) => [Position(level(index))];

    private double Position(double value) => upper == lower ? 0 : (value - lower) / (upper - lower);

    // Levels ascend, so the nearest is found by halving.
    private int Nearest(double position)
    {
        var (low, high) = (0, count - 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Position(level(middle)) <= position ? (middle, high) : (low, middle);
        }

        return position - Position(level(low)) <= Position(level(high)) - position ? low : high;
    }
}
