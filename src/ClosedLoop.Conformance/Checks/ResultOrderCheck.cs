using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>The result is published before the status says succeeded</summary>
internal sealed class ResultOrderCheck : IConformanceCheck
{
    public string Id => "result-order";

    public string Says => "The result is published before the status says succeeded";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var act = await scene.PerformAsync();
        var order = scene.Bench.Mailbox.Since(act.Mark).Where(heard => heard.Topic.Kind is LabTopicKind.DispatchStatus or LabTopicKind.DispatchResult).ToList();
        var result = order.FindIndex(heard => heard.Content is ResultMessage told && told.DispatchId == act.Command.DispatchId);
        var status = order.FindIndex(heard => heard.StatusOf(act.Command.DispatchId) is { Status: DispatchStatus.Succeeded });
        return status < 0 ? new CheckOutcome.Failed("succeeded was never published on the dispatch's status topic")
            : result > status ? new CheckOutcome.Failed("the status said succeeded before the result was there")
            : new CheckOutcome.Passed("the result came first");
    }
}
