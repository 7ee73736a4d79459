using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A capability that is not offered is refused: unsupported</summary>
internal sealed class UnknownCapabilityCheck : IConformanceCheck
{
    public string Id => "unknown-capability";

    public string Says => "A capability that is not offered is refused: unsupported";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand() with { Capability = NoCapability.Name };
        return await scene.RefusedAsync(command, RefusalReason.Unsupported);
    }
}
