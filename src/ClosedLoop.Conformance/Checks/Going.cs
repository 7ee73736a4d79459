using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What several checks expect of an instrument that is told to resume.</summary>
internal static class Going
{
    /// <summary>Null when it goes on.</summary>
    public static async Task<CheckOutcome?> OnAsync(Scene scene)
    {
        await scene.SendAsync(ControlVerb.Resume);
        if (await scene.StateAsync(state => state.Activity is "idle" or "busy") is null)
        {
            return new CheckOutcome.Failed($"resumed, the state did not say idle or busy within {Words.Of(scene.Patience)}");
        }

        await scene.StateAsync(state => state.Active.Count == 0);
        await scene.PerformAsync();
        return null;
    }
}
