using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// A number whose bounds are the same place, such as an angle: a point of a circle with the diameter of the cube. A stationary covariance of the chord between two points is that of a periodic function
/// (MacKay 1998, "Introduction to Gaussian processes", 5.2).
/// </summary>
internal sealed class PeriodicEncoding(string name, double lower, double upper) : IContinuousEncoding
{
    public string Name => name;

    public bool IsLog => false;

    public bool IsPeriodic => true;

    public int Width => 2;

    public int Uniforms => 1;

    public bool IsContinuous => true;

    public double Cardinality => double.PositiveInfinity;

    public IReadOnlyList<string> LengthScales { get; } = [name, name];

    public void Encode(Candidate candidate, Span<double> coordinates) => Place((candidate[name].Number - lower) / (upper - lower), coordinates);

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values) => values.Add(new(name, At(Variable(coordinates)).Value));

    public double Variable(ReadOnlySpan<double> coordinates)
    {
        var turns = Math.Atan2(coordinates[1] - 0.5, coordinates[0] - 0.5) / Math.Tau;
        return turns < 0 ? turns + 1 : turns;
    }

    public void Place(double variable, Span<double> coordinates)
    {
        var (sine, cosine) = Math.SinCos(Math.Tau * (variable - Math.Floor(variable)));
        (coordinates[0], coordinates[1]) = (0.5 + (0.5 * cosine), 0.5 + (0.5 * sine));
    }

    public double Pull(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> gradient) =>
        Math.Tau * (((coordinates[0] - 0.5) * gradient[1]) - ((coordinates[1] - 0.5) * gradient[0]));

    public Dual At(double variable) => new(Math.Clamp((lower * (1 - variable)) + (upper * variable), lower, upper), upper - lower);

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates) => Place(uniforms[0], coordinates);

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms) => uniforms[0] = Variable(coordinates);

    public IEnumerable<double[]> Neighbours(double[] coordinates) => [];

    public IEnumerable<double[]> All() => throw new InvalidOperationException($"{name} is continuous");
}
