using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What several checks expect of a running step that is told to stop.</summary>
internal static class Stopping
{
    /// <param name="scene">The check's scene.</param>
    /// <param name="command">What runs.</param>
    /// <param name="how">How it is stopped, for the words.</param>
    /// <param name="stop">Tells it to stop.</param>
    /// <returns>Passed when it stopped, also when nothing is said of the sample.</returns>
    public static async Task<(CheckOutcome Outcome, StatusMessage? End)> OutcomeAsync(Scene scene, CommandMessage command, string how, Func<Task> stop)
    {
        var mark = scene.Mark;
        var began = scene.Bench.Time.GetTimestamp();
        await stop();
        var end = await scene.TerminalAsync(mark, command.DispatchId);
        var took = scene.Bench.Time.GetElapsedTime(began);
        CheckOutcome outcome = end switch
        {
            null => new CheckOutcome.Failed($"{how}, it did not end within {Words.Of(scene.Bench.StepPatience)}"),
            { Status: DispatchStatus.Succeeded } when !Scene.IsLongEnough(took) =>
                new CheckOutcome.Skipped($"the step was over {Words.Of(took)} later by itself; --parameters may make it longer"),
            { Status: DispatchStatus.Cancelled or DispatchStatus.Failed } =>
                new CheckOutcome.Passed($"{Words.Of(end)} after {Words.Of(took)}{(end.Sample is { } sample ? $", sample {Words.Of(sample)}" : "")}"),
            _ => new CheckOutcome.Failed($"{how}, it ended {Words.Of(took)} later with {Words.Of(end)}"),
        };
        return (outcome, end);
    }
}
