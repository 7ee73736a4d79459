using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Presence is retained, says online, and shows an epoch and the ledger's id</summary>
internal sealed class PresenceCheck : IConformanceCheck
{
    public string Id => "presence";

    public string Says => "Presence is retained, says online, and shows an epoch and the ledger's id";

    public string Rule => "presence";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var topic = scene.Bench.Topics.InstrumentPresence(scene.Bench.Settings.Instrument);
        if (await scene.Bench.RetainedAsync(topic, scene.Patience) is not { } retained)
        {
            return new CheckOutcome.Failed("a newcomer finds no retained presence");
        }

        return retained.Content is not PresenceMessage presence ? new CheckOutcome.Failed($"it cannot be read: {retained.Problem}")
            : presence.LedgerId is null ? new CheckOutcome.Failed("`ledgerId` is missing; an instrument shows its ledger")
            : !presence.Online ? new CheckOutcome.Failed("it says offline, and the instrument is there")
            : new CheckOutcome.Passed($"online, epoch {presence.Epoch}, ledger {presence.LedgerId}");
    }
}
