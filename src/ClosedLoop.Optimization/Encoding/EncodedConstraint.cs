using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// A comparison as a function of an encoded point: how far it is from holding, as about a distance in the unit cube, with derivatives by the continuous
/// coordinates. What is not continuous is constant here.
/// </summary>
internal sealed class EncodedConstraint
{
    private const int Sampled = 32;

    private readonly Constraint _constraint;
    private readonly SpaceEncoding _encoding;
    private readonly int[] _varying;
    private readonly double _scale;

    private EncodedConstraint(Constraint constraint, SpaceEncoding encoding)
    {
        (_constraint, _encoding) = (constraint, encoding);
        _varying = [.. Enumerable.Range(0, encoding.Continuous.Count).Where(k => constraint.Keys.Contains(encoding.Continuous[k].Name))];
        _scale = 1;
        _scale = TypicalSlope();
    }

    /// <summary>The comparisons of a space on which continuous coordinates have an influence.</summary>
    public static IReadOnlyList<EncodedConstraint> Of(SearchSpace space, SpaceEncoding encoding) =>
        [.. space.Constraints.Where(c => c is LinearConstraint or FormulaConstraint).Select(c => new EncodedConstraint(c, encoding)).Where(c => c._varying.Length > 0)];

    /// <summary>Whether its edge may be curved: a formula, or a linear comparison of something on a logarithmic scale.</summary>
    public bool IsCurved => _constraint is FormulaConstraint || _varying.Any(k => _encoding.Continuous[k].IsLog);

    /// <summary>At most 0 where it holds, else about the distance to where it does; writes the gradient by the continuous coordinates. NaN where it has no value.</summary>
    public double Excess(double[] point, Span<double> gradient)
    {
        gradient.Clear();
        var candidate = _encoding.Decode(point);
        var variables = _encoding.Variables(point);
        var value = Along(candidate, variables, -1).Value;
        var square = 0.0;
        foreach (var k in _varying)
        {
            gradient[k] = Along(candidate, variables, k).Slope;
            square += gradient[k] * gradient[k];
        }

        return double.IsFinite(value) && double.IsFinite(square) ? value : double.NaN;
    }

    // The median length of the gradient over some points of the cube.
    private double TypicalSlope()
    {
        var stream = new RandomStream(0, StreamPurpose.Design, Sampled);
        var gradient = new double[_encoding.Continuous.Count];
        var lengths = new List<double>();
        for (var i = 0; i < Sampled; i++)
        {
            var uniforms = Enumerable.Range(0, _encoding.Uniforms).Select(_ => stream.NextUniform()).ToArray();
            var value = Excess(_encoding.Sample(uniforms), gradient);
            var length = Math.Sqrt(gradient.Sum(slope => slope * slope));
            if (!double.IsNaN(value) && length > 0)
            {
                lengths.Add(length);
            }
        }

        return lengths.Count == 0 ? 1 : lengths.Order().ElementAt(lengths.Count / 2);
    }

    // The excess, differentiated by the k-th continuous coordinate.
    private Dual Along(Candidate candidate, double[] variables, int k)
    {
        var name = k < 0 ? null : _encoding.Continuous[k].Name;
        var slope = k < 0 ? 0 : _encoding.Continuous[k].At(variables[k]).Slope;
        if (_constraint is FormulaConstraint formula)
        {
            var excess = formula.Excess(key => new Dual(candidate[key].Number, key == name ? slope : 0));
            return new(excess.Value / _scale, excess.Slope / _scale);
        }

        var linear = (LinearConstraint)_constraint;
        var sign = (linear.Relation == Relation.AtMost ? 1 : -1) / _scale;
        var sum = linear.Coefficients.Sum(pair => pair.Value * candidate[pair.Key].Number);
        return new(sign * (sum - linear.Bound), name is null ? 0 : sign * linear.Coefficients.GetValueOrDefault(name) * slope);
    }
}
