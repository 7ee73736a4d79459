using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>A question, for people.</summary>
internal static class RequestPicture
{
    private const string Approve = "approve";
    private const string Reject = "reject";

    public static RequestMessage Of(CampaignState state, RequestState request)
    {
        var (trial, asked) = (state.Trials[request.Asked.Trial], request.Asked);
        var text = $"may {asked.Step} of trial {asked.Trial} of {state.Spec!.Name} begin? {EventText.Values(trial.Proposed.Candidate)}";
        return new RequestMessage(text, state.Spec.Name, asked.Trial, asked.Step, [Approve, Reject], asked.Otherwise ? Approve : Reject, asked.At, asked.Deadline);
    }
}
