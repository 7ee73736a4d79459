using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>After every connect status and result of every dispatch that is not closed are published</summary>
internal sealed class RestartRepublishCheck : IConformanceCheck
{
    public string Id => "restart-republish";

    public string Says => "After every connect status and result of every dispatch that is not closed are published";

    public string Rule => "what-an-instrument-must-do-so-that-nothing-is-done-twice";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        var id = story.Ended.Command.DispatchId;
        var status = story.Heard.Any(heard => heard.Topic.Kind == LabTopicKind.DispatchStatus && heard.StatusOf(id) is { Status: DispatchStatus.Succeeded });
        var result = story.Heard.Any(heard => heard.Content is ResultMessage told && told.DispatchId == id);
        var lost = status ? "result" : result ? "status" : "status and result";
        return status && result ? new CheckOutcome.Passed("status and result of the step that had ended came again")
            : new CheckOutcome.Failed($"the {lost} of a step that had ended and was not closed did not come again");
    }
}
