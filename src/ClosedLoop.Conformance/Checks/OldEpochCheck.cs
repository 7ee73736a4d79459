using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A command of a lower epoch than the highest seen of its run is refused: oldEpoch</summary>
internal sealed class OldEpochCheck : IConformanceCheck
{
    public string Id => "old-epoch";

    public string Says => "A command of a lower epoch than the highest seen of its run is refused: oldEpoch";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        scene.Epoch = 5;
        await scene.PerformAsync();
        return await scene.RefusedAsync(scene.NewCommand() with { Epoch = 4 }, RefusalReason.OldEpoch);
    }
}
