using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What several checks expect of a running step that is told to stop.</summary>
internal static class Stopping
{
    public static async Task<CheckOutcome> OutcomeAsync(Scene scene, CommandMessage command, string how, Func<Task> stop)
    {
        var mark = scene.Mark;
        var began = scene.Bench.Time.GetTimestamp();
        await stop();
        var end = await scene.TerminalAsync(mark, command.DispatchId);
        var took = scene.Bench.Time.GetElapsedTime(began);
        return end switch
        {
            null => new CheckOutcome.Failed($"{how}, it did not end within {Words.Of(scene.Bench.StepPatience)}"),
            { Status: DispatchStatus.Succeeded } when !Scene.IsLongEnough(took) =>
                new CheckOutcome.Skipped($"the step was over {Words.Of(took)} later by itself; --parameters may make it longer"),
            { Status: DispatchStatus.Cancelled or DispatchStatus.Failed, Sample: { } sample } =>
                new CheckOutcome.Passed($"{Words.Of(end)} after {Words.Of(took)}, sample {Words.Of(sample)}"),
            { Status: DispatchStatus.Cancelled } => new CheckOutcome.Failed("cancelled, and nothing is said of the sample"),
            _ => new CheckOutcome.Failed($"{how}, it ended {Words.Of(took)} later with {Words.Of(end)}"),
        };
    }
}
