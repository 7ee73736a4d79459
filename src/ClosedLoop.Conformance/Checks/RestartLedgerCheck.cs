namespace ClosedLoop.Conformance;

/// <summary>The ledger, and its id, outlive the process</summary>
internal sealed class RestartLedgerCheck : IConformanceCheck
{
    public string Id => "restart-ledger";

    public string Says => "The ledger, and its id, outlive the process";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        return story.After.LedgerId == story.Before.LedgerId
            ? new CheckOutcome.Passed($"{story.After.LedgerId} before and after")
            : new CheckOutcome.Failed($"{story.Before.LedgerId} before, {story.After.LedgerId} after");
    }
}
