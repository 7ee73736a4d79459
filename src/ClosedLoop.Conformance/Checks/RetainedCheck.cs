using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Status and result stay retained until the dispatch is closed</summary>
internal sealed class RetainedCheck : IConformanceCheck
{
    public string Id => "retained-until-closed";

    public string Says => "Status and result stay retained until the dispatch is closed";

    public string Rule => "topics";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var id = (await scene.PerformAsync()).Command.DispatchId;
        await scene.SettleAsync();
        if (await scene.Bench.RetainedAsync(scene.StatusTopic(id), scene.Patience) is not { } status)
        {
            return new CheckOutcome.Failed("a newcomer finds no retained status of a dispatch that is not closed");
        }

        if (status.StatusOf(id) is not { Status: DispatchStatus.Succeeded })
        {
            return new CheckOutcome.Failed($"the retained status is {(status.StatusOf(id) is { } other ? Words.Of(other) : status.Problem)}");
        }

        return await scene.Bench.RetainedAsync(scene.ResultTopic(id), scene.Patience) is { Content: ResultMessage }
            ? new CheckOutcome.Passed("a newcomer finds both")
            : new CheckOutcome.Failed("a newcomer finds no retained result of a dispatch that is not closed");
    }
}
