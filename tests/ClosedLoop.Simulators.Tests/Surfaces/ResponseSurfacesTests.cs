using ClosedLoop.Domain;

namespace ClosedLoop.Simulators.Tests;

public sealed class ResponseSurfacesTests
{
    // Published: Branin 0.397887 (Dixon and Szegő 1978), Hartmann 6 -3.32237 (same), Levy and Ackley 0 by construction.
    [Theory]
    [InlineData("branin", 0.397887, 3)]
    [InlineData("hartmann6", -3.32237, 1)]
    [InlineData("levy", 0, 1)]
    [InlineData("levy5", 0, 1)]
    [InlineData("ackley", 0, 1)]
    [InlineData("ackley10", 0, 1)]
    public void Optimum_OfAKnownFunction_IsThePublishedOneAndReachedAtItsPlaces(string name, double published, int places)
    {
        var surface = ResponseSurfaces.Find(name)!;
        var optimum = surface.Optimum!;

        optimum.Value.ShouldBe(published, 1e-5);
        optimum.Places.Count.ShouldBe(places);
        foreach (var place in optimum.Places)
        {
            Value(surface, [.. place]).ShouldBe(optimum.Value, 1e-7);
        }
    }

    [Theory]
    [InlineData("branin")]
    [InlineData("hartmann6")]
    [InlineData("levy3")]
    [InlineData("ackley3")]
    public void Optimum_AgainstRandomPoints_IsNeverBeaten(string name)
    {
        var surface = ResponseSurfaces.Find(name)!;
        var random = new SeededRandom(5);
        for (var i = 0; i < 20_000; i++)
        {
            var place = surface.Variables.Select(variable => new ParameterValue(variable.Lower + ((variable.Upper - variable.Lower) * random.NextDouble()))).ToArray();
            Value(surface, place).ShouldBeGreaterThanOrEqualTo(surface.Optimum!.Value - 1e-9);
        }
    }

    // By hand: Branin(0, 0) = 36 + 10 (1 - 1/8π) + 10; Ackley(1, 1) = 20 (1 - exp(-0.2)); Levy(5) with w = 2: 1 + sin²(4π) = 1; Hartmann 6 at the centre is -0.505315.
    [Theory]
    [InlineData("branin", new[] { 0.0, 0.0 }, 55.602112642270262)]
    [InlineData("ackley", new[] { 1.0, 1.0 }, 3.6253849384403627)]
    [InlineData("levy1", new[] { 5.0 }, 1.0)]
    [InlineData("hartmann6", new[] { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, -0.505315)]
    public void Surface_AtAnotherPlace_HasTheKnownValue(string name, double[] place, double value) =>
        Value(ResponseSurfaces.Find(name)!, [.. place.Select(x => new ParameterValue(x))]).ShouldBe(value, 1e-6);

    // BoTorch publishes 59.36011874867746, found by a search, as the greatest hypervolume against the reference point (18, 6). The staircase of a grid falls short
    // of it by an amount in proportion to the spacing, so two grids are extrapolated.
    [Fact]
    public void BraninCurrin_HypervolumeOfDenseGrids_IsThePublishedOne()
    {
        var surface = ResponseSurfaces.Find("branin-currin")!;
        surface.Optimum.ShouldBeNull();

        var (coarse, fine) = (Hypervolume(surface, 350), Hypervolume(surface, 700));

        fine.ShouldBeLessThan(59.36);
        ((2 * fine) - coarse).ShouldBe(59.36, 0.12);
    }

    [Theory]
    [InlineData("alloy-quench", 0.05)]
    [InlineData("alloy-anneal", 0.1)]
    public void Alloy_EveryCompositionInSteps_HasItsBestWhereItSays(string name, double step)
    {
        var surface = ResponseSurfaces.Find(name)!;
        var treatments = surface.Variables[3].Levels is { } levels
            ? levels.Select(level => new ParameterValue(level)).ToArray()
            : [600, 700, 800, 900, 1000];
        var steps = (int)Math.Round(1 / step);
        var best = (Value: double.NegativeInfinity, Place: Array.Empty<ParameterValue>());
        for (var iron = 0; iron <= steps; iron++)
        {
            for (var nickel = 0; nickel <= steps - iron; nickel++)
            {
                foreach (var treatment in treatments)
                {
                    ParameterValue[] place = [(double)iron / steps, (double)nickel / steps, (double)(steps - iron - nickel) / steps, treatment];
                    if (Value(surface, place) > best.Value)
                    {
                        best = (Value(surface, place), place);
                    }
                }
            }
        }

        surface.Optimum!.Goal.ShouldBe(Goal.Maximize);
        surface.Optimum.Value.ShouldBe(best.Value, 1e-6, $"at {string.Join(' ', best.Place)}");
        surface.Optimum.Places.ShouldHaveSingleItem().ShouldBe(best.Place);
    }

    [Theory]
    [InlineData("rosenbrock")]
    [InlineData("levy0")]
    [InlineData("levy101")]
    [InlineData("ackley-2")]
    [InlineData("Branin")]
    public void Find_UnknownName_IsNull(string name) => ResponseSurfaces.Find(name).ShouldBeNull();

    [Fact]
    public void Names_Each_IsFoundWithItsSource()
    {
        foreach (var name in ResponseSurfaces.Names)
        {
            ResponseSurfaces.Find(name)!.Name.ShouldBe(name);
            ResponseSurfaces.Find(name)!.Source.ShouldContain("(");
        }
    }

    [Fact]
    public void Respond_InputsThatCannotBe_SaysWhy()
    {
        Reason("branin", new() { ["x1"] = 1 }).ShouldBe("'x2' is missing");
        Reason("branin", new() { ["x1"] = 1, ["x2"] = "much" }).ShouldBe("'x2' is much, which is not a finite number");
        Reason("branin", new() { ["x1"] = 1, ["x2"] = double.NaN }).ShouldBe("'x2' is NaN, which is not a finite number");
        Reason("alloy-quench", new() { ["Fe"] = 1, ["Ni"] = 0, ["Cr"] = 0, ["quench"] = "beer" }).ShouldBe("'quench' is beer; possible are water, oil, air");
    }

    private static double Hypervolume(ResponseSurface surface, int n)
    {
        var points = new List<(double Branin, double Currin)>();
        for (var i = 0; i <= n; i++)
        {
            for (var j = 0; j <= n; j++)
            {
                var outputs = Outputs(surface, [(double)i / n, (double)j / n]);
                if (outputs["branin"].Number < 18 && outputs["currin"].Number < 6)
                {
                    points.Add((outputs["branin"].Number, outputs["currin"].Number));
                }
            }
        }

        var (volume, ceiling) = (0.0, 6.0);
        foreach (var (branin, currin) in points.Order())
        {
            if (currin >= ceiling)
            {
                continue;
            }

            volume += (18 - branin) * (ceiling - currin);
            ceiling = currin;
        }

        return volume;
    }

    private static string Reason(string name, Dictionary<string, ParameterValue> inputs) =>
        ResponseSurfaces.Find(name)!.Respond(inputs, 0).ShouldBeOfType<Answer.Impossible>().Reason;

    private static double Value(ResponseSurface surface, ParameterValue[] place) => Outputs(surface, place)[surface.Outputs[0]].Number;

    private static IReadOnlyDictionary<string, ParameterValue> Outputs(ResponseSurface surface, ParameterValue[] place) =>
        ((Answer.Measured)surface.Respond(surface.Inputs.Zip(place).ToDictionary(pair => pair.First, pair => pair.Second), 0)).Outputs;
}
