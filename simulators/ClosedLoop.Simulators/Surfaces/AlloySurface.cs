using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>
/// Hardness (HV) of an invented alloy of iron, nickel and chromium, whose fractions sum to 1, after a treatment. The mixture part is a special cubic of
/// H. Scheffé, "Experiments with mixtures", J. R. Stat. Soc. B 20, 344 (1958); its coefficients are made up.
/// </summary>
internal sealed class AlloySurface : ResponseSurface
{
    private readonly SurfaceVariable _treatment;
    private readonly Func<ParameterValue, double, double> _factor;

    private AlloySurface(string name, SurfaceVariable treatment, Func<ParameterValue, double, double> factor, SurfaceOptimum optimum)
    {
        Name = name;
        Optimum = optimum;
        _treatment = treatment;
        _factor = factor;
        Variables = [new("Fe", 0, 1), new("Ni", 0, 1), new("Cr", 0, 1), _treatment];
    }

    /// <summary>The treatment is the bath in which the alloy is quenched. The optimum is that of steps of 5 %.</summary>
    public static ResponseSurface Quenched { get; } = new AlloySurface(
        "alloy-quench",
        new("quench", 0, 0, ["water", "oil", "air"]),
        (bath, chromium) => bath.Text switch
        {
            // Chromium hardens in air, too.
            "water" => 1.15,
            "oil" => 1.05,
            _ => 0.85 + (0.4 * chromium),
        },
        new SurfaceOptimum(Goal.Maximize, 492.8325, [[0.35, 0.2, 0.45, "water"]]));

    /// <summary>The treatment is an annealing temperature in °C. The optimum is that of steps of 10 % and 100 °C between 600 and 1000 °C.</summary>
    public static ResponseSurface Annealed { get; } = new AlloySurface(
        "alloy-anneal",
        new("temperature", 600, 1000),
        (temperature, chromium) => Math.Exp(-0.5 * Math.Pow((temperature.Number - 650 - (400 * chromium)) / 200, 2)),
        new SurfaceOptimum(Goal.Maximize, 427.06583392, [[0.4, 0.2, 0.4, 800]]));

    public override string Name { get; }

    public override string Source => "H. Scheffé, J. R. Stat. Soc. B 20, 344 (1958), for the form";

    public override IReadOnlyList<SurfaceVariable> Variables { get; }

    public override IReadOnlyList<string> Outputs { get; } = ["hardness"];

    public override SurfaceOptimum Optimum { get; }

    protected override double[] Evaluate(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        var (iron, nickel, chromium) = (inputs["Fe"].Number, inputs["Ni"].Number, inputs["Cr"].Number);
        var cast = (140 * iron) + (90 * nickel) + (180 * chromium)
            + (900 * iron * chromium) + (500 * nickel * chromium) + (260 * iron * nickel) + (2400 * iron * nickel * chromium);
        return [cast * _factor(inputs[_treatment.Name], chromium)];
    }
}
