using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>No more steps run side by side than `capacity` says</summary>
internal sealed class BusyCheck : IConformanceCheck
{
    public string Id => "busy";

    public string Says => "No more steps run side by side than `capacity` says";

    public string Rule => "capabilities";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var mark = scene.Mark;
        var capacity = scene.Bench.Capabilities.Capacity;
        for (var begun = 0; begun < capacity; begun++)
        {
            await scene.BeginAsync();
        }

        var extra = scene.NewCommand();
        var answer = await scene.AskAsync(extra);
        await scene.SettleAsync();
        if (answer is { Status: DispatchStatus.Rejected, Refusal: RefusalReason.Busy })
        {
            return new CheckOutcome.Passed($"with {capacity} running: {Words.Of(answer)}");
        }

        var ended = scene.Bench.Mailbox.Since(mark).Any(one =>
            one.Content is StatusMessage told && told.DispatchId != extra.DispatchId && told.Status.IsTerminal());
        return ended ? new CheckOutcome.Skipped("steps are over too quickly to fill the instrument; --parameters may make them longer")
            : answer.Status == DispatchStatus.Accepted && scene.Statuses(mark, extra.DispatchId).All(status => status.Status == DispatchStatus.Accepted)
                ? new CheckOutcome.Passed($"with {capacity} running, the next waits: {Words.Of(answer)}")
            : new CheckOutcome.Failed($"with {capacity} running, the next was answered {Words.Of(answer)}");
    }
}
