using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Every answer repeats the correlation data byte for byte</summary>
internal sealed class CorrelationCheck : IConformanceCheck
{
    public string Id => "correlation";

    public string Says => "Every answer repeats the correlation data byte for byte";

    public string Rule => "command";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var id = scene.NewId();
        ReadOnlyMemory<byte> data = new byte[] { 7, 0, 255, 13, 10, 47, 195, 40, 127, 0, 42 };
        var mark = scene.Mark;
        var query = scene.Addressed(new ControlMessage(ControlVerb.Query, id, scene.Epoch, null));
        await scene.Bench.OrderAsync(scene.ControlTopic, LabJson.Write(query), data);
        var answer = await scene.SeenAsync(
            mark,
            one => one.Topic.Kind == LabTopicKind.OrchestratorInbox && one.StatusOf(id) is not null ? one : null,
            scene.Patience);
        var back = answer?.Message.CorrelationData ?? default;
        if (back.IsEmpty && answer?.StatusOf(id)?.CorrelationId == query.CorrelationId)
        {
            throw new UncheckableException("the instrument answers in plain JSON, which knows no correlation data");
        }

        return answer is null ? new CheckOutcome.Failed($"no answer on the response topic within {Words.Of(scene.Patience)}")
            : !back.Span.SequenceEqual(data.Span)
                ? new CheckOutcome.Failed(
                    $"sent {Convert.ToHexStringLower(data.Span)}, came back {(back.IsEmpty ? "nothing" : Convert.ToHexStringLower(back.Span))}")
            : new CheckOutcome.Passed($"{data.Length} bytes that are no text came back as they were");
    }
}
