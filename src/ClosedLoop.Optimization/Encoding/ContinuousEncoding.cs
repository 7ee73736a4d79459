using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A real number as its position between the bounds, linear or in the logarithm.</summary>
internal sealed class ContinuousEncoding(string name, double lower, double upper, Scale scale) : IContinuousEncoding
{
    private readonly double _logRatio = scale == Scale.Log ? Math.Log(upper) - Math.Log(lower) : 0;

    public string Name => name;

    public bool IsLog => scale == Scale.Log;

    public bool IsPeriodic => false;

    public int Width => 1;

    public int Uniforms => 1;

    public bool IsContinuous => true;

    public double Cardinality => double.PositiveInfinity;

    public IReadOnlyList<string> LengthScales { get; } = [name];

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
        var value = candidate[name].Number;
        coordinates[0] = upper == lower ? 0
            : scale == Scale.Log ? (Math.Log(value) - Math.Log(lower)) / _logRatio
            : (value - lower) / (upper - lower);
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values)
    {
        var u = coordinates[0];
        values.Add(new(name, u <= 0 ? lower : u >= 1 ? upper : Value(u)));
    }

    public double Variable(ReadOnlySpan<double> coordinates) => coordinates[0];

    public void Place(double variable, Span<double> coordinates) => coordinates[0] = Math.Clamp(variable, 0, 1);

    public double Pull(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> gradient) => gradient[0];

    public Dual At(double variable) => new(Value(variable), scale == Scale.Log ? Value(variable) * _logRatio : upper - lower);

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) => coordinates[0] = uniforms[0];

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms) => uniforms[0] = coordinates[0];

    public IEnumerable<double[]> Neighbours(double[] coordinates) => [];

    public IEnumerable<double[]> All() => throw new InvalidOperationException($"{name} is continuous");

    private double Value(double u) => Math.Clamp(scale == Scale.Log ? lower * Math.Exp(u * _logRatio) : (lower * (1 - u)) + (upper * u), lower, upper);
}
