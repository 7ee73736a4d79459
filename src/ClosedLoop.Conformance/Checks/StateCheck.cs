using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>State is retained and lists what the instrument is performing</summary>
internal sealed class StateCheck : IConformanceCheck
{
    public string Id => "state";

    public string Says => "State is retained and lists what the instrument is performing";

    public string Rule => "state";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var topic = scene.Bench.Topics.InstrumentState(scene.Bench.Settings.Instrument);
        if (await scene.Bench.RetainedAsync(topic, scene.Patience) is not { } retained)
        {
            return new CheckOutcome.Failed("a newcomer finds no retained state");
        }

        if (retained.Problem is { } problem)
        {
            return new CheckOutcome.Failed($"it cannot be read: {problem}");
        }

        var mark = scene.Mark;
        var command = await scene.BeginAsync();
        var id = command.DispatchId.ToString();
        if (await scene.StateAsync(state => state.Active.Contains(id), mark) is not { } busy)
        {
            return new CheckOutcome.Failed($"{id} runs, and the state did not list it as active within {Words.Of(scene.Patience)}");
        }

        if (busy.Activity != "busy")
        {
            return new CheckOutcome.Failed($"`activity` is {busy.Activity} while {id} runs");
        }

        await scene.TerminalAsync(mark, command.DispatchId);
        return await scene.StateAsync(state => state.Active.Count == 0 && state.Activity == "idle", mark) is null
            ? new CheckOutcome.Failed($"the step ended, and the state did not become idle within {Words.Of(scene.Patience)}")
            : new CheckOutcome.Passed("busy with the step while it ran, idle afterwards");
    }
}
