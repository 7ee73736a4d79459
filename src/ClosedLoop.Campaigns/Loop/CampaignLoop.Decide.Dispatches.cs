using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    private static void Place(Facts facts, PlaceStep command)
    {
        var state = facts.State;
        if (OwedSteps(state).Any(owed => owed.Id == command.Id))
        {
            var deadline = facts.At + state.Step(command.Id.Step).Deadline;
            facts.Add(new StepDispatched(command.Id, command.Instrument, command.LedgerId, command.Simulated, command.CommandHash, command.Inputs, deadline));
        }
    }

    /// <summary>Said once for each stock that an attempt comes to wait for.</summary>
    private static void Note(Facts facts, NoteShortage command)
    {
        if (Owes(facts.State, command.Id) && facts.State.Trials[command.Id.Trial].Lacks != command.Item)
        {
            facts.Add(new StockShort(command.Id, command.Item, command.Reason));
        }
    }

    private static void Take(Facts facts, TakeAnswer command)
    {
        var dispatch = facts.State.Find(command.Id);
        if (dispatch is null)
        {
            Doubt(facts, command, "no such dispatch in this run");
        }
        else if (dispatch.Decision.Instrument != command.Instrument)
        {
            Doubt(facts, command, $"the dispatch went to {dispatch.Decision.Instrument}");
        }
        else if (dispatch.Decision.LedgerId != command.LedgerId)
        {
            Distrust(facts, dispatch, command);
        }
        else
        {
            Believe(facts, dispatch, command);
        }
    }

    /// <summary>Another ledger speaks. A result from it is somebody else's; anything else says that the ledger which held the dispatch is gone.</summary>
    private static void Distrust(Facts facts, DispatchState dispatch, TakeAnswer command)
    {
        if (command.Answer is DispatchAnswer.Result)
        {
            Doubt(facts, command, $"it comes from the ledger {command.LedgerId}, the dispatch went to the ledger {dispatch.Decision.LedgerId}");
            return;
        }

        var closing = !dispatch.IsOpen && !dispatch.Unanswered && !dispatch.Closed;
        Lose(facts, dispatch, command.LedgerId);
        if (closing && command.Answer is (DispatchAnswer.Unknown or DispatchAnswer.Closed))
        {
            facts.Add(new StepClosed(dispatch.Id));
        }
    }

    private static void Believe(Facts facts, DispatchState dispatch, TakeAnswer command)
    {
        var undecided = dispatch.IsOpen || dispatch.Phase == DispatchPhase.Indeterminate;
        switch (command.Answer)
        {
            case DispatchAnswer.Accepted when dispatch.Phase == DispatchPhase.Dispatched || dispatch.Unanswered:
                facts.Add(new StepAccepted(dispatch.Id));
                break;
            case DispatchAnswer.Unknown when dispatch.Phase == DispatchPhase.Accepted:
                facts.Add(new StepIndeterminate(dispatch.Id, "the ledger has forgotten a dispatch that it had accepted", false));
                break;
            case DispatchAnswer.Unknown when dispatch.Unanswered:
                facts.Add(new StepIndeterminate(dispatch.Id, $"{dispatch.Decision.Instrument} answers again and does not know the dispatch", false));
                break;
            case DispatchAnswer.Result result when undecided:
                Measure(facts, dispatch, result);
                break;
            case DispatchAnswer.Result result when dispatch.Phase == DispatchPhase.Failed && !IsInvalidAgain(facts.State, dispatch, result):
                Doubt(facts, command, $"a result of a dispatch that had failed ({dispatch.Failure!.Message})");
                break;
            case DispatchAnswer.Result result when dispatch.Phase == DispatchPhase.Succeeded && !IsSame(dispatch.Result!.Outputs, result.Outputs):
                Doubt(facts, command, "another result of a dispatch that has one already");
                break;
            case DispatchAnswer.Failed failed when undecided:
                facts.Add(new StepFailed(dispatch.Id, failed.Kind, failed.Sample, failed.Message) { Cost = CostOf(facts.State.Step(dispatch.Id.Step), failed) });
                break;
            case DispatchAnswer.Indeterminate indeterminate when dispatch.IsOpen || dispatch.Unanswered:
                facts.Add(new StepIndeterminate(dispatch.Id, indeterminate.Reason, false));
                break;
            case DispatchAnswer.Closed or DispatchAnswer.Unknown when !dispatch.IsOpen && !dispatch.Unanswered && !dispatch.Closed:
                facts.Add(new StepClosed(dispatch.Id));
                break;
            default:
                break;
        }
    }

    /// <summary>What a failed attempt cost, where its instrument tells; never more than was reserved, so that the budget holds.</summary>
    private static double? CostOf(Step step, DispatchAnswer.Failed failed) =>
        step.CostOutput is { } name && failed.Outputs?.TryGetValue(name, out var told) is true && told.IsNumber && told.Number >= 0 ? Math.Min(told.Number, step.Cost) : null;

    /// <summary>A result that is not what the step declares, or not plausible, ends the attempt but is no measurement.</summary>
    private static void Measure(Facts facts, DispatchState dispatch, DispatchAnswer.Result result)
    {
        var step = facts.State.Step(dispatch.Id.Step);
        if (WhyInvalid(facts.State.Spec!, step, result.Outputs) is { } reason)
        {
            facts.Add(new MessageQuarantined(dispatch.Decision.Instrument, dispatch.Id.ToString(), reason, Excerpt(result)));
            facts.Add(new StepFailed(dispatch.Id, FailureKind.Invalid, SampleFate.Altered, reason));
        }
        else
        {
            facts.Add(new StepSucceeded(dispatch.Id, result.Outputs, result.StartedAt, result.FinishedAt, result.Files, dispatch.Phase == DispatchPhase.Indeterminate));
        }
    }

    private static string? WhyInvalid(CampaignSpec spec, Step step, IReadOnlyDictionary<string, ParameterValue> outputs)
    {
        foreach (var name in step.Outputs)
        {
            if (!outputs.TryGetValue(name, out var value))
            {
                return $"the result lacks '{name}'";
            }

            if (!value.IsNumber && spec.Space.Context.Any(context => context.Name == name))
            {
                return $"{name} is '{value}', not a number";
            }

            if (spec.Objectives.FirstOrDefault(objective => objective.Name == name) is { } objective)
            {
                var reason = value.IsNumber ? objective.WhyImplausible(value.Number) : $"{name} is '{value}', not a number";
                if (reason is not null)
                {
                    return reason;
                }
            }
            else if (!value.IsNumber && spec.MeasuredOutputs.Contains(name))
            {
                return $"{name} is '{value}', not a number";
            }
        }

        var endless = outputs.FirstOrDefault(output => output.Value.IsNumber && !double.IsFinite(output.Value.Number));
        return endless.Key is null ? null : $"{endless.Key} is {endless.Value}, not a finite number";
    }

    /// <summary>The instrument speaks from another ledger: what the old one held cannot be asked any more.</summary>
    private static void Lose(Facts facts, DispatchState dispatch, string ledgerId)
    {
        if (dispatch.IsOpen || dispatch.Unanswered)
        {
            var reason = $"the ledger of {dispatch.Decision.Instrument} was {dispatch.Decision.LedgerId} and now is {ledgerId}: lost or replaced";
            facts.Add(new StepIndeterminate(dispatch.Id, reason, false));
        }
    }

    private static void See(Facts facts, LedgerSeen command)
    {
        var lost = facts.State.Trials.Values
            .SelectMany(trial => trial.Dispatches)
            .Where(dispatch => dispatch.Decision.Instrument == command.Instrument && dispatch.Decision.LedgerId != command.LedgerId)
            .ToList();
        foreach (var dispatch in lost)
        {
            Lose(facts, dispatch, command.LedgerId);
        }
    }

    private static void Doubt(Facts facts, TakeAnswer command, string reason) =>
        facts.Add(new MessageQuarantined(command.Instrument, command.Id.ToString(), reason, command.Answer is DispatchAnswer.Result result ? Excerpt(result) : command.Answer.ToString() ?? ""));

    private static string Excerpt(DispatchAnswer.Result result) => string.Join(", ", result.Outputs.Take(16).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The implausible result that ended the attempt is shown again until it is closed; a plausible one after it is news.</summary>
    private static bool IsInvalidAgain(CampaignState state, DispatchState dispatch, DispatchAnswer.Result result) =>
        dispatch.Failure!.Kind == FailureKind.Invalid && WhyInvalid(state.Spec!, state.Step(dispatch.Id.Step), result.Outputs) is not null;

    private static bool IsSame(IReadOnlyDictionary<string, ParameterValue> known, IReadOnlyDictionary<string, ParameterValue> told) =>
        known.Count == told.Count && known.All(pair => told.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
