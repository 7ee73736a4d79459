namespace ClosedLoop.Conformance;

/// <summary>The epoch grows with every connect of every life</summary>
internal sealed class RestartEpochCheck : IConformanceCheck
{
    public string Id => "restart-epoch";

    public string Says => "The epoch grows with every connect of every life";

    public string Rule => "presence";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        return story.After.Epoch > story.Before.Epoch
            ? new CheckOutcome.Passed($"{story.Before.Epoch}, then {story.After.Epoch}")
            : new CheckOutcome.Failed($"{story.Before.Epoch}, and after the restart {story.After.Epoch}");
    }
}
