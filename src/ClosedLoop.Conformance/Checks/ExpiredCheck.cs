using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A command past its `startBy` is refused: expired</summary>
internal sealed class ExpiredCheck : IConformanceCheck
{
    public string Id => "expired";

    public string Says => "A command past its `startBy` is refused: expired";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand() with { StartBy = scene.Bench.Time.GetUtcNow().AddHours(-1) };
        return await scene.RefusedAsync(command, RefusalReason.Expired);
    }
}
