using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>The ledger remembers ids across lives: a command of before is not performed again</summary>
internal sealed class RestartMemoryCheck : IConformanceCheck
{
    public string Id => "restart-memory";

    public string Says => "The ledger remembers ids across lives: a command of before is not performed again";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        var mark = scene.Mark;
        var answer = await scene.AskAsync(story.Ended.Command with { LedgerId = scene.Bench.LedgerId });
        return await scene.PerformedAsync(mark, story.Ended.Command.DispatchId, story.Ended.Took, story.Ended.Result) is { } again
                ? new CheckOutcome.Failed(again)
            : answer.Status != DispatchStatus.Succeeded ? new CheckOutcome.Failed($"answered {Words.Of(answer)}")
            : new CheckOutcome.Passed("answered succeeded, and nothing was done");
    }
}
