using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// A name by what describes it: each descriptor is a coordinate with a length scale of its own, from the least of all levels to the greatest. Levels with the
/// same descriptors are told apart by one coordinate each, at distance one as in <see cref="CategoricalEncoding"/>.
/// </summary>
internal sealed class DescriptorEncoding : IParameterEncoding
{
    private const double Set = 0.70710678118654752440;

    private readonly CategoricalParameter _parameter;
    private readonly double[][] _levels;

    public DescriptorEncoding(CategoricalParameter parameter)
    {
        _parameter = parameter;
        var described = parameter.Levels.Select(level => parameter.Descriptors![level]).ToArray();

        // A descriptor that is the same for all levels says nothing.
        var names = described[0].Keys.Where(name => described.Any(level => level[name] != described[0][name])).ToArray();
        var positions = described.Select(level => names.Select(name => Position(level[name], [.. described.Select(other => other[name])])).ToArray()).ToArray();
        int[] alike = [.. Enumerable.Range(0, positions.Length).Where(i => positions.Where((other, j) => j != i && other.SequenceEqual(positions[i])).Any())];
        _levels = [.. positions.Select((own, i) => (double[])[.. own, .. alike.Select(j => j == i ? Set : 0)])];
        LengthScales = [.. names.Select(name => $"{parameter.Name}.{name}"), .. alike.Select(_ => parameter.Name)];
    }

    public int Width => LengthScales.Count;

    public int Uniforms => 1;

    public bool IsContinuous => false;

    public double Cardinality => _levels.Length;

    public IReadOnlyList<string> LengthScales { get; }

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
        var text = candidate[_parameter.Name].Text;
        for (var level = 0; level < _levels.Length; level++)
        {
            if (_parameter.Levels[level] == text)
            {
                _levels[level].CopyTo(coordinates);
                return;
            }
        }

        throw new ArgumentException($"{_parameter.Name}: {candidate[_parameter.Name]} is not one of its levels", nameof(candidate));
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values) =>
        values.Add(new(_parameter.Name, _parameter.Levels[Nearest(coordinates)]));

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) =>
        _levels[Math.Min(_levels.Length - 1, (int)(uniforms[0] * _levels.Length))].CopyTo(coordinates);

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms) => uniforms[0] = (Nearest(coordinates) + 0.5) / _levels.Length;

    public IEnumerable<double[]> Neighbours(double[] coordinates)
    {
        var current = Nearest(coordinates);
        return _levels.Where((_, level) => level != current);
    }

    public IEnumerable<double[]> All() => _levels;

    private static double Position(double value, double[] all) => (value - all.Min()) / (all.Max() - all.Min());

    private int Nearest(ReadOnlySpan<double> coordinates)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var level = 0; level < _levels.Length; level++)
        {
            var distance = 0.0;
            for (var d = 0; d < coordinates.Length; d++)
            {
                distance += (coordinates[d] - _levels[level][d]) * (coordinates[d] - _levels[level][d]);
            }

            if (distance < least)
            {
                (best, least) = (level, distance);
            }
        }

        return best;
    }
}
