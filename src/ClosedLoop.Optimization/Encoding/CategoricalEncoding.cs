using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// A name as one coordinate for each level, of which one is set. All share one length scale and any two levels are at distance one, so the kernel knows only
/// same or different.
/// </summary>
internal sealed class CategoricalEncoding(CategoricalParameter parameter) : IParameterEncoding
{
    private const double Set = 0.70710678118654752440;

    public int Width => parameter.Levels.Count;

    public int Uniforms => 1;

    public bool IsContinuous => false;

    public bool IsNominal => true;

    public double Cardinality => parameter.Levels.Count;

    public IReadOnlyList<string> LengthScales { get; } = [.. parameter.Levels.Select(_ => parameter.Name)];

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
        var text = candidate[parameter.Name].Text;
        for (var i = 0; i < Width; i++)
        {
            coordinates[i] = parameter.Levels[i] == text ? Set : 0;
        }
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values) =>
        values.Add(new(parameter.Name, parameter.Levels[Level(coordinates)]));

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates)
    {
        coordinates.Clear();
        coordinates[Math.Min(Width - 1, (int)(uniforms[0] * Width))] = Set;
    }

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms) => uniforms[0] = (Level(coordinates) + 0.5) / Width;

    public IEnumerable<double[]> Neighbours(double[] coordinates) => All().Where(level => !level.AsSpan().SequenceEqual(coordinates));

    public IEnumerable<double[]> All() => Enumerable.Range(0, Width).Select(level =>
    {
        var coordinates = new double[Width];
        coordinates[level] = Set;
        return coordinates;
    });

    private static int Level(ReadOnlySpan<double> coordinates)
    {
        var best = 0;
        for (var i = 1; i < coordinates.Length; i++)
        {
            best = coordinates[i] > coordinates[best] ? i : best;
        }

        return best;
    }
}
