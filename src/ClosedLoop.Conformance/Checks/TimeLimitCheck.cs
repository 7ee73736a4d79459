using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A step that takes longer than its time limit is stopped, and the instrument says what became of the sample</summary>
internal sealed class TimeLimitCheck : IConformanceCheck
{
    public string Id => "time-limit";

    public string Says => "A step that takes longer than its time limit is stopped, and the instrument says what became of the sample";

    public string Rule => "command";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var usual = (await scene.PerformAsync()).Took;
        if (!Scene.IsLongEnough(usual))
        {
            return new CheckOutcome.Skipped($"a step is over within {Words.Of(usual)}; --parameters may make it longer");
        }

        var mark = scene.Mark;
        var limit = usual / 4;
        var command = await scene.BeginAsync(scene.NewCommand() with { TimeLimit = limit });
        var end = await scene.TerminalAsync(mark, command.DispatchId);
        return end switch
        {
            { Status: DispatchStatus.Failed, Failure: FailureKind.Timeout } =>
                new CheckOutcome.Passed($"limit {Words.Of(limit)}: {Words.Of(end)}, sample {Words.Of(end.Sample!.Value)}"),
            null => new CheckOutcome.Failed($"limit {Words.Of(limit)}: it did not end"),
            _ => new CheckOutcome.Failed($"limit {Words.Of(limit)}, usual time {Words.Of(usual)}: it ended {Words.Of(end)}"),
        };
    }
}
