using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A parameter outside the declared limits is refused: outsideLimits</summary>
internal sealed class LimitsCheck : IConformanceCheck
{
    public string Id => "limits";

    public string Says => "A parameter outside the declared limits is refused: outsideLimits";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var tried = new List<string>();
        foreach (var (parameter, value) in ParameterChoice.Outside(scene.Bench.Capability))
        {
            var command = scene.NewCommand();
            command = command with { Parameters = new Dictionary<string, ParameterValue>(command.Parameters) { [parameter] = value } };
            tried.Add($"{parameter} = {command.Parameters[parameter]}");
            if (await scene.RefusedAsync(command, RefusalReason.OutsideLimits) is CheckOutcome.Failed failed)
            {
                return new CheckOutcome.Failed($"{tried[^1]}: {failed.Text}");
            }
        }

        return tried.Count == 0
            ? new CheckOutcome.Skipped("the capability declares no limits of its inputs")
            : new CheckOutcome.Passed($"refused {string.Join(", ", tried)}");
    }
}
