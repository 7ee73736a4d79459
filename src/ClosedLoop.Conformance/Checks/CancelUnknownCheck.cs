using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A cancel of an id that was never seen makes a tombstone: the id is refused for ever</summary>
internal sealed class CancelUnknownCheck : IConformanceCheck
{
    public string Id => "cancel-unknown";

    public string Says => "A cancel of an id that was never seen makes a tombstone: the id is refused for ever";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand();
        await scene.AskAsync(ControlVerb.Cancel, command.DispatchId);
        return await scene.RefusedAsync(command, RefusalReason.Tombstone);
    }
}
