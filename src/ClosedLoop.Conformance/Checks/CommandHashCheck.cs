using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>`commandHash`, where it is given, is the hash that the contract defines</summary>
internal sealed class CommandHashCheck : IConformanceCheck
{
    public string Id => "command-hash";

    public string Says => "`commandHash`, where it is given, is the hash that the contract defines";

    public string Rule => "command-hash";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand();
        var answer = await scene.AskAsync(command);
        var end = await scene.TerminalAsync(0, command.DispatchId);
        var given = end?.CommandHash ?? answer.CommandHash;
        return given is null ? new CheckOutcome.Skipped("the instrument gives no hash")
            : given != command.Hash() ? new CheckOutcome.Failed($"{given} instead of {command.Hash()}")
            : new CheckOutcome.Passed(given);
    }
}
