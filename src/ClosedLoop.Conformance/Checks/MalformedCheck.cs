using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What breaks a rule is not believed and never stops the reader</summary>
internal sealed class MalformedCheck : IConformanceCheck
{
    public string Id => "malformed";

    public string Says => "What breaks a rule is not believed and never stops the reader";

    public string Rule => "payloads";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var epoch = scene.Bench.Presence.Epoch;
        var id = scene.NewId();
        foreach (var payload in Payloads(id))
        {
            await scene.Bench.OrderAsync(scene.CommandTopic, payload, scene.Correlation(id));
            await scene.Bench.OrderAsync(scene.ControlTopic, payload, scene.Correlation(id));
        }

        await scene.SettleAsync();
        await scene.AskAsync(ControlVerb.Query, scene.NewId());
        var presence = scene.Bench.Presence;
        return presence.Epoch != epoch || !presence.Online ? new CheckOutcome.Failed($"it went away and came back: epoch {epoch}, then {presence.Epoch}")
            : new CheckOutcome.Passed("still there, and answering");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Payloads(DispatchId id)
    {
        string[] texts =
        [
            "", "{", "null", "[]", "42", "\"query\"", "{}", "{\"verb\":\"explode\",\"epoch\":1}", "{\"verb\":7,\"dispatchId\":[],\"epoch\":\"one\"}",
            $"{{\"dispatchId\":\"{id}\",\"capability\":null,\"parameters\":7,\"epoch\":-1}}", new string('[', 1000), "{\"verb\":\"query\",\"verb\":\"cancel\"}",
        ];
        return texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)).Append(new byte[] { 0xff, 0xfe, 0x00, 0xc3, 0x28 });
    }
}
