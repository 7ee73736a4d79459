using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Something observed, not chosen, as its position in its usual range: every point has the current value.</summary>
/// <param name="parameter">What is observed.</param>
/// <param name="current">The current value; null when nothing was observed yet, which counts as the middle of the range.</param>
internal sealed class ContextEncoding(ContextParameter parameter, double? current) : IParameterEncoding
{
    private readonly double _position = current is { } value ? PositionOf(parameter, value) : 0.5;

    public int Width => 1;

    public int Uniforms => 0;

    public bool IsContinuous => false;

    public double Cardinality => 1;

    public IReadOnlyList<string> LengthScales { get; } = [parameter.Name];

    /// <summary>The context's name.</summary>
    public string Name => parameter.Name;

    /// <summary>The same with another current value.</summary>
    public ContextEncoding At(double? value) => new(parameter, value);

    /// <summary>The coordinate of an observed value; outside of 0 to 1 when outside of the usual range.</summary>
    public double Position(double value) => PositionOf(parameter, value);

    public void Encode(Candidate candidate, Span<double> coordinates) => coordinates[0] = _position;

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values)
    {
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) => coordinates[0] = _position;

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms)
    {
    }

    public IEnumerable<double[]> Neighbours(double[] coordinates) => [];

    public IEnumerable<double[]> All() => [[_position]];

    private static double PositionOf(ContextParameter parameter, double value) => (value - parameter.Lower) / (parameter.Upper - parameter.Lower);
}
