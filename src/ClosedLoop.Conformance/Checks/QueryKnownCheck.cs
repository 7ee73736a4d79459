using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A query of a known id is answered with its status, and its result is published again</summary>
internal sealed class QueryKnownCheck : IConformanceCheck
{
    public string Id => "query-known";

    public string Says => "A query of a known id is answered with its status, and its result is published again";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var id = (await scene.PerformAsync()).Command.DispatchId;
        await scene.SettleAsync();
        var mark = scene.Mark;
        var answer = await scene.AskAsync(ControlVerb.Query, id);
        if (answer.Status != DispatchStatus.Succeeded)
        {
            return new CheckOutcome.Failed($"it had succeeded, and the query was answered {Words.Of(answer)}");
        }

        return await scene.SeenAsync(mark, one => one.Content is ResultMessage result && result.DispatchId == id ? result : null, scene.Patience) is null
            ? new CheckOutcome.Failed($"its result was not published again within {Words.Of(scene.Patience)}")
            : new CheckOutcome.Passed("succeeded, and the result again");
    }
}
