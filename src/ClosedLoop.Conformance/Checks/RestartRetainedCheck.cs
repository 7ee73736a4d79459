namespace ClosedLoop.Conformance;

/// <summary>An order that arrives retained is refused: it would be given again at every connect</summary>
internal sealed class RestartRetainedCheck : IConformanceCheck
{
    public string Id => "restart-retained";

    public string Says => "An order that arrives retained is refused: it would be given again at every connect";

    public string Rule => "topics";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        var shown = story.StatesAfter.Select(state => state.Activity).Distinct().DefaultIfEmpty("no state was shown");
        return story.StatesAfter.Any(state => state.Activity == "paused")
            ? new CheckOutcome.Failed("a retained pause was obeyed again when the next life subscribed")
            : new CheckOutcome.Passed($"a retained pause was not obeyed again: {string.Join(", ", shown)}");
    }
}
