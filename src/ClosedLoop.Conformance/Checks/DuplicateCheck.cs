using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A command that arrives again is answered with its status, and nothing is done</summary>
internal sealed class DuplicateCheck : IConformanceCheck
{
    public string Id => "duplicate";

    public string Says => "A command that arrives again is answered with its status, and nothing is done";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var mark = scene.Mark;
        var command = scene.NewCommand();
        await scene.SendAsync(command);
        await scene.SendAsync(command);
        var act = await scene.EndAsync(command, mark);
        await scene.ListenAsync(act.Took + scene.Bench.Settings.Settle);
        if (scene.OtherResult(mark, act.Result) is { } other)
        {
            return new CheckOutcome.Failed($"sent twice at once: {other}");
        }

        mark = scene.Mark;
        var answer = await scene.AskAsync(command);
        if (answer.Status != DispatchStatus.Succeeded)
        {
            return new CheckOutcome.Failed($"sent again after its end, answered {Words.Of(answer)}");
        }

        return await scene.PerformedAsync(mark, command.DispatchId, act.Took, act.Result) is { } second
            ? new CheckOutcome.Failed($"sent again after its end: {second}")
            : new CheckOutcome.Passed("sent three times, one result");
    }
}
