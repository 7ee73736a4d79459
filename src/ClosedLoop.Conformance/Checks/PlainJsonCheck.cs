using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>An order that says only in its payload where the answer goes is answered there, with its correlationId in the payload</summary>
internal sealed class PlainJsonCheck : IConformanceCheck
{
    public string Id => "plain-json";

    public string Says => "An order that says only in its payload where the answer goes is answered there, with its `correlationId` in the payload";

    public string Rule => "clients-of-mqtt-311";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var (inbox, id, correlationId) = (scene.Bench.Inbox, scene.NewId(), "conformance/°1");
        var query = new ControlMessage(ControlVerb.Query, id, scene.Epoch, null) { ReplyTo = inbox, CorrelationId = correlationId };
        var command = scene.NewCommand() with { Capability = NoCapability.Name, ReplyTo = inbox, CorrelationId = correlationId };
        var problem = await ProblemAsync(scene, "a query", new MqttMessage(scene.ControlTopic, LabJson.Write(query)), id, correlationId)
            ?? await ProblemAsync(scene, "a command", new MqttMessage(scene.CommandTopic, LabJson.Write(command)), command.DispatchId, correlationId);
        return problem is null ? new CheckOutcome.Passed("a query and a command were answered") : new CheckOutcome.Failed(problem);
    }

    private static async Task<string?> ProblemAsync(Scene scene, string what, MqttMessage order, DispatchId id, string correlationId)
    {
        var mark = scene.Mark;
        await scene.Bench.PublishAsync(order);
        var answer = await scene.SeenAsync(
            mark,
            one => one.Topic.Kind == LabTopicKind.OrchestratorInbox ? one.StatusOf(id) : null,
            scene.Patience);
        return answer is null ? $"no answer to {what} on its `replyTo` within {Words.Of(scene.Patience)}"
            : answer.CorrelationId == correlationId ? null
            : $"{what} with correlationId '{correlationId}' was answered with {(answer.CorrelationId is { } other ? $"'{other}'" : "none")}";
    }
}
