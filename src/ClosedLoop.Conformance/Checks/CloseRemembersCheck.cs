using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Close never clears the ledger's memory: the command is not performed again</summary>
internal sealed class CloseRemembersCheck : IConformanceCheck
{
    public string Id => "close-remembers";

    public string Says => "Close never clears the ledger's memory: the command is not performed again";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var act = await scene.PerformAsync();
        await scene.AskAsync(ControlVerb.Close, act.Command.DispatchId);
        await scene.SettleAsync();
        var mark = scene.Mark;
        var answer = await scene.AskAsync(act.Command);
        return await scene.PerformedAsync(mark, act.Command.DispatchId, act.Took, act.Result) is { } again ? new CheckOutcome.Failed(again)
            : answer.Status != DispatchStatus.Succeeded ? new CheckOutcome.Failed($"answered {Words.Of(answer)}")
            : new CheckOutcome.Passed("answered succeeded, and nothing was done");
    }
}
