using System.Text;
using System.Text.Json.Nodes;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Unknown members are ignored, so that later versions may add some</summary>
internal sealed class UnknownMembersCheck : IConformanceCheck
{
    public string Id => "unknown-members";

    public string Says => "Unknown members are ignored, so that later versions may add some";

    public string Rule => "payloads";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var command = scene.NewCommand();
        var payload = JsonNode.Parse(LabJson.Write(scene.Addressed(command)))!.AsObject();
        payload["colourOfALaterVersion"] = new JsonObject { ["red"] = 1 };
        var mark = scene.Mark;
        await scene.Bench.OrderAsync(scene.CommandTopic, Encoding.UTF8.GetBytes(payload.ToJsonString()), scene.Correlation(command.DispatchId));
        await scene.EndAsync(command, mark);
        return new CheckOutcome.Passed("a command with a member of a later version was performed");
    }
}
