using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Every status and result shows the ledger's id</summary>
internal sealed class LedgerIdCheck : IConformanceCheck
{
    public string Id => "ledger-id";

    public string Says => "Every status and result shows the ledger's id";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        await scene.SettleAsync();
        var shown = "";
        foreach (var heard in scene.Bench.Mailbox.Since(0))
        {
            shown = heard.Content is PresenceMessage { Online: true } presence ? presence.LedgerId ?? "" : shown;
            var said = heard.Content is StatusMessage status ? status.LedgerId : (heard.Content as ResultMessage)?.LedgerId;
            if (said is not null && !heard.Message.Retain && shown.Length > 0 && said != shown)
            {
                return new CheckOutcome.Failed($"presence shows {shown}, {heard.Message.Topic} says {said}");
            }
        }

        return new CheckOutcome.Passed($"{shown} everywhere");
    }
}
