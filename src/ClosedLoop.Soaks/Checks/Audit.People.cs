using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

internal sealed partial class Audit
{
    /// <summary>The lab's journal event by event: each grant takes what its step uses up and finds enough of it; what was really begun is not put back.</summary>
    private void LookAtStock()
    {
        var left = new Dictionary<string, double>(StringComparer.Ordinal);
        var grants = new Dictionary<DispatchId, StepGranted>();
        foreach (var happened in _world.Lab.LabEvents)
        {
            if (happened is StockCounted counted)
            {
                left[counted.Item] = counted.Amount;
            }
            else if (happened is StepGranted granted)
            {
                grants[granted.Id] = granted;
                foreach (var item in _world.Case.Stock)
                {
                    var used = item.Uses.GetValueOrDefault(StepOf(granted.Id).Capability).Amount ?? 0;
                    var taken = granted.Uses?.GetValueOrDefault(item.Name) ?? 0;
                    if (used != taken || taken > left[item.Name] + 1e-6)
                    {
                        Say(Promise.Stock, $"{granted.Id} uses {used} of {item.Name}; {taken} of {left[item.Name]} are taken");
                    }

                    left[item.Name] -= used;
                }
            }
            else if (happened is PlaceReleased { Unused: true } released)
            {
                if (_acts.ContainsKey(released.Id))
                {
                    Say(Promise.Stock, $"{released.Id} was begun, and what it used up is put back");
                }

                foreach (var (item, amount) in grants[released.Id].Uses!)
                {
                    left[item] += amount;
                }
            }
        }
    }

    private Step StepOf(DispatchId id) => _world.Case.Campaigns.First(spec => id.Run.StartsWith($"{spec.Name}-", StringComparison.Ordinal)).Workflow.First(step => step.Name == id.Step);

    /// <summary>Every act comes after its approval; every question has an answer in the end, by a person or by its deadline, or its trial has ended without.</summary>
    private void LookAtApprovals(CampaignSpec spec, CampaignState state)
    {
        foreach (var dispatch in state.Trials.Values.SelectMany(trial => trial.Dispatches).Where(dispatch => state.Step(dispatch.Id.Step).Approve is not null))
        {
            var answer = state.Requests.Values.FirstOrDefault(request => request.Asked.Trial == dispatch.Id.Trial && request.Asked.Step == dispatch.Id.Step)?.Answer;
            if (answer is not { Approved: true } || answer.At > dispatch.Decision.At)
            {
                Say(Promise.Approved, $"{dispatch.Id} was dispatched, and {(answer is null ? "nobody was asked" : answer.Approved ? "approved later" : "rejected")}");
            }
        }

        foreach (var request in state.Requests.Values.Where(request => request.Answer is { InTime: false } answer && answer.At < request.Asked.Deadline))
        {
            Say(Promise.Approved, $"{request.Id} was answered by default before its deadline");
        }

        // Not looked at where publishes take their way and overtake each other, as MQTT does not let them: a question may then arrive after its withdrawal.
        var arriveInOrder = !(_world.Case.HasOvertaking && _world.Case.HasSlowPublish);
        if (state.IsOver && !_world.Case.HasSilentLoss && arriveInOrder && _world.Lab.Bus.Retained.FirstOrDefault(message => message.Topic.Contains($"/request/{state.Run}.", StringComparison.Ordinal)) is { } left)
        {
            Say(Promise.Cleared, $"{left.Topic} is still there, and {spec.Name} has ended");
        }
    }
}
