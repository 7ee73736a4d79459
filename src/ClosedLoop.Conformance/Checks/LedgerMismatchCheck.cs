using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A command that means another ledger is refused: ledgerMismatch</summary>
internal sealed class LedgerMismatchCheck : IConformanceCheck
{
    public string Id => "ledger-mismatch";

    public string Says => "A command that means another ledger is refused: ledgerMismatch";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand();
        command = command with { LedgerId = $"{command.LedgerId}-another" };
        return await scene.RefusedAsync(command, RefusalReason.LedgerMismatch);
    }
}
