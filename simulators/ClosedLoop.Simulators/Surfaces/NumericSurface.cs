using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>A surface over a box of numbers whose variables are x1, x2, …</summary>
internal sealed class NumericSurface(
    string name,
    string source,
    IReadOnlyList<(double Lower, double Upper)> box,
    IReadOnlyList<string> outputs,
    SurfaceOptimum? optimum,
    Func<double[], double[]> function) : ResponseSurface
{
    public override string Name => name;

    public override string Source => source;

    public override IReadOnlyList<SurfaceVariable> Variables { get; } =
        [.. box.Select((range, i) => new SurfaceVariable($"x{i + 1}", range.Lower, range.Upper))];

    public override IReadOnlyList<string> Outputs => outputs;

    public override SurfaceOptimum? Optimum => optimum;

    public static SurfaceOptimum Least(double value, params double[][] places) =>
        new(Goal.Minimize, value, [.. places.Select(place => (IReadOnlyList<ParameterValue>)[.. place.Select(x => new ParameterValue(x))])]);

    protected override double[] Evaluate(IReadOnlyDictionary<string, ParameterValue> inputs) =>
        function([.. Variables.Select(variable => inputs[variable.Name].Number)]);
}
