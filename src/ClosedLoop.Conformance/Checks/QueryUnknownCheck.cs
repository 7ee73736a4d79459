using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A query of an id that was never seen is answered unknown</summary>
internal sealed class QueryUnknownCheck : IConformanceCheck
{
    public string Id => "query-unknown";

    public string Says => "A query of an id that was never seen is answered unknown";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var answer = await scene.AskAsync(ControlVerb.Query, scene.NewId());
        return answer.Status == DispatchStatus.Unknown ? new CheckOutcome.Passed("unknown") : new CheckOutcome.Failed($"answered {Words.Of(answer)}");
    }
}
