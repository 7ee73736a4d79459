using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A known id with other content is refused: conflict</summary>
internal sealed class ConflictCheck : IConformanceCheck
{
    public string Id => "conflict";

    public string Says => "A known id with other content is refused: conflict";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var act = await scene.PerformAsync();
        var mark = scene.Mark;
        var outcome = await scene.RefusedAsync(act.Command with { Sample = $"{act.Command.Sample}x" }, RefusalReason.Conflict);
        return await scene.PerformedAsync(mark, act.Command.DispatchId, act.Took, act.Result) is { } again ? new CheckOutcome.Failed(again) : outcome;
    }
}
