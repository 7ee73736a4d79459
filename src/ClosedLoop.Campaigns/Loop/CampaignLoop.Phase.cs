namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    internal static bool OwesProposal(CampaignState state) => OwedProposal(state) is not null;

    internal static bool OwesDispatch(CampaignState state) =>
        OwedSteps(state).Any() || state.InFlight.Any(trial => trial.Dispatches.Any(dispatch => dispatch.Phase == DispatchPhase.Dispatched));

    internal static bool OwesClose(CampaignState state) =>
        state.Trials.Values.Any(trial => trial.Dispatches.Any(dispatch => !dispatch.IsOpen && !dispatch.Unanswered && !dispatch.Closed));
}
