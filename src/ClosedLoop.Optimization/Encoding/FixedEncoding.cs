using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A value that never varies: it takes no coordinate, since no surrogate can learn from it.</summary>
internal sealed class FixedEncoding(FixedParameter parameter) : IParameterEncoding
{
    public int Width => 0;

    public int Uniforms => 0;

    public bool IsContinuous => false;

    public double Cardinality => 1;

    public IReadOnlyList<string> LengthScales => [];

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values) =>
        values.Add(new(parameter.Name, parameter.Value));

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates)
    {
    }

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms)
    {
    }

    public IEnumerable<double[]> Neighbours(double[] coordinates) => [];

    public IEnumerable<double[]> All() => [[]];
}
