using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A good command is performed: its status only moves on, and the result holds every promised output</summary>
internal sealed class CommandCheck : IConformanceCheck
{
    public string Id => "command";

    public string Says => "A good command is performed: its status only moves on, and the result holds every promised output";

    public string Rule => "status";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var act = await scene.PerformAsync();
        var id = act.Command.DispatchId;
        await scene.SettleAsync();
        var statuses = scene.Statuses(act.Mark, id).Select(status => status.Status).ToList();
        var back = statuses
            .Zip(statuses.Skip(1))
            .FirstOrDefault(pair => Rank(pair.Second) < Rank(pair.First) || (pair.First.IsTerminal() && pair.First != pair.Second));
        if (back != default)
        {
            return new CheckOutcome.Failed($"its status went from {Words.Of(back.First)} to {Words.Of(back.Second)}");
        }

        return scene.Bench.Capability.Outputs.Except(act.Result.Outputs.Keys).FirstOrDefault() is { } missing
            ? new CheckOutcome.Failed($"the result lacks the promised output '{missing}'")
            : new CheckOutcome.Passed(
                $"{string.Join(", ", statuses.Distinct().Select(Words.Of))} after {Words.Of(act.Took)}: "
                + string.Join(", ", act.Result.Outputs.Select(output => $"{output.Key} = {output.Value}")));
    }

    private static int Rank(DispatchStatus status) => status.IsTerminal() ? 2 : status == DispatchStatus.Running ? 1 : 0;
}
