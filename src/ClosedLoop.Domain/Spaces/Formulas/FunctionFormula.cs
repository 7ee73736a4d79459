namespace ClosedLoop.Domain;

/// <summary>A function of one formula, or the least or greatest of several.</summary>
/// <param name="Name">exp, log, sqrt, abs, sin, cos, min or max.</param>
/// <param name="Arguments">One; at least two for min and max.</param>
public sealed record FunctionFormula(string Name, IReadOnlyList<Formula> Arguments) : Formula
{
    /// <summary>The functions of one argument, in radians and to base e, each with its derivative.</summary>
    private static readonly Dictionary<string, Func<double, (double Value, double Derivative)>> OfOne = new(StringComparer.Ordinal)
    {
        ["exp"] = x => (Math.Exp(x), Math.Exp(x)),
        ["log"] = x => (Math.Log(x), 1 / x),
        ["sqrt"] = x => (Math.Sqrt(x), 0.5 / Math.Sqrt(x)),
        ["abs"] = x => (Math.Abs(x), x < 0 ? -1 : x > 0 ? 1 : 0),
        ["sin"] = x => (Math.Sin(x), Math.Cos(x)),
        ["cos"] = x => (Math.Cos(x), -Math.Sin(x)),
    };

    /// <summary>The names of all functions.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. OfOne.Keys, "min", "max"];

    /// <inheritdoc/>
    public override IEnumerable<string> Names => Arguments.SelectMany(argument => argument.Names);

    /// <summary>Whether a function takes several arguments.</summary>
    public static bool TakesSeveral(string name) => !OfOne.ContainsKey(name);

    /// <inheritdoc/>
    public override Dual Evaluate(Func<string, Dual> values)
    {
        if (OfOne.TryGetValue(Name, out var function))
        {
            var argument = Arguments[0].Evaluate(values);
            var (value, derivative) = function(argument.Value);

            // What does not vary has no slope, even where the function has none.
            return new(value, argument.Slope == 0 ? 0 : derivative * argument.Slope);
        }

        var extreme = Arguments[0].Evaluate(values);
        foreach (var other in Arguments.Skip(1))
        {
            var next = other.Evaluate(values);
            if (double.IsNaN(next.Value) || (Name == "min" ? next.Value < extreme.Value : next.Value > extreme.Value))
            {
                extreme = next;
            }
        }

        return extreme;
    }
}
