using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Close clears the retained status and result</summary>
internal sealed class CloseClearsCheck : IConformanceCheck
{
    public string Id => "close-clears";

    public string Says => "Close clears the retained status and result";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var id = (await scene.PerformAsync()).Command.DispatchId;
        var answer = await scene.AskAsync(ControlVerb.Close, id);
        if (answer.Status != DispatchStatus.Succeeded)
        {
            return new CheckOutcome.Failed($"it had succeeded, and close was answered {Words.Of(answer)}");
        }

        await scene.SettleAsync();
        var settle = scene.Bench.Settings.Settle;
        return await scene.Bench.RetainedAsync(scene.StatusTopic(id), settle) is not null ? new CheckOutcome.Failed("its status is still retained")
            : await scene.Bench.RetainedAsync(scene.ResultTopic(id), settle) is not null ? new CheckOutcome.Failed("its result is still retained")
            : new CheckOutcome.Passed("a newcomer finds neither");
    }
}
