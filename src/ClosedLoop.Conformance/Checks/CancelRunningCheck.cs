using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A running step is stopped by cancel, and the instrument says what became of the sample</summary>
internal sealed class CancelRunningCheck : IConformanceCheck
{
    public string Id => "cancel-running";

    public string Says => "A running step is stopped by cancel, and the instrument says what became of the sample";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = await scene.BeginAsync();
        return await Stopping.OutcomeAsync(scene, command, "cancelled", () => scene.SendAsync(ControlVerb.Cancel, command.DispatchId));
    }
}
