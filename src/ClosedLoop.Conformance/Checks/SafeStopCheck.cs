using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Safe-stop ends what runs and nothing new begins before resume</summary>
internal sealed class SafeStopCheck : IConformanceCheck
{
    public string Id => "safe-stop";

    public string Says => "Safe-stop ends what runs and nothing new begins before resume";

    public string Rule => "control";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = await scene.BeginAsync();
        var mark = scene.Mark;
        var (stopped, _) = await Stopping.OutcomeAsync(scene, command, "safe-stopped", () => scene.SendAsync(ControlVerb.SafeStop));
        if (stopped is not CheckOutcome.Passed)
        {
            await scene.SendAsync(ControlVerb.Resume);
            return stopped;
        }

        if (await scene.StateAsync(state => state.Activity == "stopped", mark) is null)
        {
            return new CheckOutcome.Failed($"the state did not say stopped within {Words.Of(scene.Patience)}");
        }

        var refused = await scene.RefusedAsync(scene.NewCommand(), RefusalReason.NotReady);
        return refused is CheckOutcome.Failed ? refused : await Going.OnAsync(scene) ?? new CheckOutcome.Passed($"{stopped.Text}; stopped; resumed: performed");
    }
}
