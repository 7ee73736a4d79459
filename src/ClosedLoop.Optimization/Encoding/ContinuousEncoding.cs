using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A real number as its position between the bounds, linear or in the logarithm.</summary>
internal sealed class ContinuousEncoding(string name, double lower, double upper, Scale scale) : IParameterEncoding
{
    public int Width => 1;

    public int Uniforms => 1;

    public bool IsContinuous => true;

    public double Cardinality => double.PositiveInfinity;

    public IReadOnlyList<string> LengthScales { get; } = [name];

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
        var value = candidate[name].Number;
        coordinates[0] = upper == lower ? 0
            : scale == Scale.Log ? Math.Log(value / lower) / Math.Log(upper / lower)
            : (value - lower) / (upper - lower);
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values)
    {
        var u = coordinates[0];
        var value = scale == Scale.Log ? lower * Math.Exp(u * Math.Log(upper / lower)) : (lower * (1 - u)) + (upper * u);
        values.Add(new(name, u <= 0 ? lower : u >= 1 ? upper : Math.Clamp(value, lower, upper)));
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) => coordinates[0] = uniforms[0];

    public IEnumerable<double[]> Neighbours(double[] coordinates) => [];

    public IEnumerable<double[]> All() => throw new InvalidOperationException($"{name} is continuous");
}
