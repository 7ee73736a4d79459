using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>An incomplete command is refused: unsupported</summary>
internal sealed class MissingParameterCheck : IConformanceCheck
{
    public string Id => "missing-parameter";

    public string Says => "An incomplete command is refused: unsupported";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        if (scene.Bench.Capability.Inputs.Count == 0)
        {
            return new CheckOutcome.Skipped("the capability needs no input");
        }

        var command = scene.NewCommand();
        var parameters = command.Parameters.Where(parameter => parameter.Key != scene.Bench.Capability.Inputs[0]).ToDictionary();
        return await scene.RefusedAsync(command with { Parameters = parameters }, RefusalReason.Unsupported);
    }
}
