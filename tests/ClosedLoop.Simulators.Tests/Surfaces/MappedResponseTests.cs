using ClosedLoop.Domain;

namespace ClosedLoop.Simulators.Tests;

public sealed class MappedResponseTests
{
    private static readonly Dictionary<string, ParameterValue> Inputs = new() { ["temperature"] = 0, ["minutes"] = 0 };

    [Fact]
    public void Respond_WithoutNoise_GivesTheSurfaceUnderTheStepsNames()
    {
        var response = Response(0);

        response.Inputs.ShouldBe(["temperature", "minutes"]);
        response.Outputs.ShouldBe(["roughness"]);
        ((Answer.Measured)response.Respond(Inputs, 1)).Outputs["roughness"].Number.ShouldBe(55.602112642270262, 1e-9);
    }

    [Fact]
    public void Respond_WithNoise_HasItsMeanAndStandardDeviationAndDependsOnTheSeedAlone()
    {
        var response = Response(2);
        var values = Enumerable.Range(0, 4000).Select(seed => ((Answer.Measured)response.Respond(Inputs, (ulong)seed)).Outputs["roughness"].Number).ToArray();

        values.Average().ShouldBe(55.602, 0.15);
        Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2))).ShouldBe(2, 0.1);
        ((Answer.Measured)response.Respond(Inputs, 7)).Outputs["roughness"].Number.ShouldBe(values[7]);
    }

    [Fact]
    public void Mapping_WithWrongNames_SaysWhichAreRight()
    {
        var branin = ResponseSurfaces.Find("branin")!;

        Should.Throw<ArgumentException>(() => new MappedResponse(branin, Names(("x1", "a")), Names(("y", "b")), 0)).Message.ShouldStartWith("the inputs are x1, x2, not x1");
        Should.Throw<ArgumentException>(() => new MappedResponse(branin, Names(("x1", "a"), ("x2", "b")), Names(("z", "b")), 0)).Message.ShouldStartWith("there is no output 'z'; there are y");
    }

    [Fact]
    public void PassResponse_SampleParametersAndConstants_ComeOut()
    {
        var response = new PassResponse(Names(("ingot", PassResponse.Sample), ("set", "temperature")), new Dictionary<string, ParameterValue> { ["bath"] = "oil" });

        var outputs = ((Answer.Measured)response.Respond(new Dictionary<string, ParameterValue>(Inputs) { ["sample"] = "r.1" }, 0)).Outputs;

        response.Outputs.ShouldBe(["ingot", "set", "bath"]);
        outputs["ingot"].Text.ShouldBe("r.1");
        outputs["set"].Number.ShouldBe(0);
        outputs["bath"].Text.ShouldBe("oil");
        response.Respond(Inputs, 0).ShouldBeOfType<Answer.Impossible>().Reason.ShouldBe("'sample' is missing");
    }

    private static MappedResponse Response(double noise) =>
        new(ResponseSurfaces.Find("branin")!, Names(("x1", "temperature"), ("x2", "minutes")), Names(("y", "roughness")), noise);

    private static Dictionary<string, string> Names(params (string Inner, string Outer)[] names) => names.ToDictionary(pair => pair.Inner, pair => pair.Outer);
}
