using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Paused, nothing new begins; resumed, it goes on</summary>
internal sealed class PauseCheck : IConformanceCheck
{
    public string Id => "pause-resume";

    public string Says => "Paused, nothing new begins; resumed, it goes on";

    public string Rule => "control";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var mark = scene.Mark;
        await scene.SendAsync(ControlVerb.Pause);
        if (await scene.StateAsync(state => state.Activity == "paused", mark) is null)
        {
            return new CheckOutcome.Failed($"the state did not say paused within {Words.Of(scene.Patience)}");
        }

        var held = scene.NewCommand();
        var answer = await scene.AskAsync(held);
        await scene.SettleAsync();
        if (answer.Status != DispatchStatus.Accepted && answer is not { Status: DispatchStatus.Rejected, Refusal: RefusalReason.NotReady })
        {
            return new CheckOutcome.Failed($"paused, a command was answered {Words.Of(answer)}");
        }

        if (scene.Statuses(mark, held.DispatchId).Any(status => status.Status == DispatchStatus.Running))
        {
            return new CheckOutcome.Failed("paused, a step began");
        }

        return await Going.OnAsync(scene) ?? new CheckOutcome.Passed($"paused: {Words.Of(answer)}; resumed: performed");
    }
}
