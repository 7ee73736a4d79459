using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Every message of the instrument keeps the rules of its payload</summary>
internal sealed class ReadableCheck : IConformanceCheck
{
    public string Id => "readable";

    public string Says => "Every message of the instrument keeps the rules of its payload";

    public string Rule => "payloads";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        await scene.SettleAsync();
        var heard = scene.Bench.Mailbox.Since(0);
        return heard.FirstOrDefault(one => one.Problem is not null) is { } bad
            ? new CheckOutcome.Failed($"{bad.Message.Topic}: {bad.Problem}")
            : heard.FirstOrDefault(one => Elsewhere(one) is not null) is { } stray ? new CheckOutcome.Failed($"{stray.Message.Topic}: {Elsewhere(stray)}")
            : new CheckOutcome.Passed($"all {heard.Count} that were heard");
    }

    private static string? Elsewhere(Heard heard)
    {
        DispatchId? said = heard.Content switch
        {
            StatusMessage status => status.DispatchId,
            ResultMessage result => result.DispatchId,
            _ => null,
        };
        return heard.Topic.DispatchId is { } topic && said is not null && said != topic ? $"`dispatchId` is {said}" : null;
    }
}
