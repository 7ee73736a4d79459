using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A command that is wrong about whether the instrument is simulated is refused: simulatedMismatch</summary>
internal sealed class SimulatedMismatchCheck : IConformanceCheck
{
    public string Id => "simulated-mismatch";

    public string Says => "A command that is wrong about whether the instrument is simulated is refused: simulatedMismatch";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand();
        command = command with { Simulated = !command.Simulated };
        return await scene.RefusedAsync(command, RefusalReason.SimulatedMismatch);
    }
}
