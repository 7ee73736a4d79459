using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A step that ran is recovered from the device or indeterminate; it is never begun again</summary>
internal sealed class RestartRunningCheck : IConformanceCheck
{
    public string Id => "restart-running";

    public string Says => "A step that ran is recovered from the device or indeterminate; it is never begun again";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        var id = story.Running.DispatchId;
        if (story.Outcome is not { } outcome)
        {
            return new CheckOutcome.Failed($"the step that ran was not settled within {Words.Of(scene.Bench.StepPatience)}");
        }

        var results = story.Heard.Select(heard => heard.Content).OfType<ResultMessage>().Where(result => result.DispatchId == id);
        if (results.FirstOrDefault(result => result.StartedAt > story.RunningSeen.At) is { } again)
        {
            return new CheckOutcome.Failed(
                $"it ran at {Words.Of(story.RunningSeen.At)}, and its result was begun at {Words.Of(again.StartedAt)}, after the restart");
        }

        return outcome.Status == DispatchStatus.Rejected
            ? new CheckOutcome.Failed($"it had run, and is now {Words.Of(outcome)}")
            : new CheckOutcome.Passed($"{Words.Of(outcome)}{(scene.Bench.Capabilities.Recovers ? " (it declares that it recovers)" : "")}");
    }
}
