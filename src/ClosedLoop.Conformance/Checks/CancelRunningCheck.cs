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
        var (stopped, end) = await Stopping.OutcomeAsync(scene, command, "cancelled", () => scene.SendAsync(ControlVerb.Cancel, command.DispatchId));
        return stopped is CheckOutcome.Passed && end!.Sample is null ? new CheckOutcome.Failed($"{stopped.Text}, and nothing is said of the sample") : stopped;
    }
}
