using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A refusal is written to the ledger: the id stays refused</summary>
internal sealed class RefusalKeptCheck : IConformanceCheck
{
    public string Id => "refusal-kept";

    public string Says => "A refusal is written to the ledger: the id stays refused";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var good = scene.NewCommand();
        var bad = good with { Capability = NoCapability.Name, Simulated = !good.Simulated, StartBy = scene.Bench.Time.GetUtcNow().AddHours(-1) };
        var first = await scene.AskAsync(bad);
        if (first.Status != DispatchStatus.Rejected)
        {
            return new CheckOutcome.Skipped($"it was not refused at first: {Words.Of(first)}");
        }

        var second = await scene.AskAsync(good);
        return second.Status == DispatchStatus.Rejected
            ? new CheckOutcome.Passed($"refused, and refused with good content: {Words.Of(second)}")
            : new CheckOutcome.Failed($"refused at first, then answered {Words.Of(second)}");
    }
}
