using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>Performs owed work. Nothing here decides: answers go back into the loop as commands.</summary>
internal sealed class CampaignEffects(RunnerSurroundings around, Action<CampaignCommand> post)
{
    /// <summary>A command that an instrument has not begun by then is refused; a resend renews it.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    /// <summary>So much longer for each command that is under way: of a thousand the last is taken up when those before it are.</summary>
    private static readonly TimeSpan StartWithinEach = TimeSpan.FromMilliseconds(100);

    private CampaignState? _heard;

    private readonly PlanningWork _planning = new(around, post);

    private bool _waits;
    private int _underWay;

    /// <summary>The steps of the run that wait, and why.</summary>
    public IEnumerable<StepWait> Waits(CampaignState state) => _waits ? around.Lab.Plan().Waits.Where(wait => wait.Id.Run == state.Run) : [];

    /// <summary>When a step that waits for nothing but the clock may be placed; null when none does.</summary>
    public DateTimeOffset? PlaceAgainAt => _waits ? around.Lab.Plan().LookAgain : null;

    /// <summary>An external planner answered.</summary>
    public void Take(LabMessage.ProposalArrived arrived) => _planning.Take(arrived);

    public async Task PerformAsync(CampaignState state, IReadOnlyList<CampaignWork> due, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(state, _heard))
        {
            _heard = state;
            around.Lab.Hear(CampaignLoop.Demand(state));
        }

        _underWay = state.InFlight.Count(trial => trial.Dispatches.Any(dispatch => dispatch.Phase == DispatchPhase.Dispatched));
        Place(state, [.. due.OfType<CampaignWork.Place>().Select(place => place.Id)]);
        var sending = new List<Task<Delivery>>();
        foreach (var work in due)
        {
            switch (work)
            {
                case CampaignWork.Retrain retrain: _planning.Retrain(state, retrain, cancellationToken); break;
                case CampaignWork.Propose propose: _planning.Propose(state, propose, cancellationToken); break;
                case CampaignWork.Send send: sending.Add(Send(state, send.Id, cancellationToken)); break;
                case CampaignWork.Query query: sending.Add(Control(state, ControlVerb.Query, query.Id, cancellationToken)); break;
                case CampaignWork.Cancel cancel: sending.Add(Control(state, ControlVerb.Cancel, cancel.Id, cancellationToken)); break;
                case CampaignWork.Close close: sending.Add(Control(state, ControlVerb.Close, close.Id, cancellationToken)); break;
                case CampaignWork.Ask ask: sending.Add(Ask(state, ask.Request, cancellationToken)); break;
                case CampaignWork.Withdraw withdraw: sending.Add(WithdrawAsync(withdraw.Request, cancellationToken)); break;
                default: break;
            }
        }

        await Task.WhenAll(sending);
    }

    /// <summary>Gives back the places of dispatches that hold none any more.</summary>
    public void Settle(CampaignState state) => around.Lab.Settle(state.Run, grant => Holds(state, grant), grant => IsUnused(state, grant));

    /// <summary>Whether a dispatch that holds no place any more has used nothing up: it was never begun, as far as anybody knows.</summary>
    public static bool IsUnused(CampaignState state, StepGranted grant) => state.Find(grant.Id) is not { } dispatch || dispatch is { Phase: DispatchPhase.Failed, Failure.Sample: SampleFate.Untouched };

    /// <summary>
    /// A granted place is held while the dispatch is open or unanswered, and while its step is still owed. After an implausible result it is held until the
    /// instrument has confirmed the close: who sent that result may have been somebody else, and the instrument still be at work. A run that is over holds none:
    /// nobody would ask any more. Where the instrument keeps samples, the place is held until another instrument has taken the sample up.
    /// </summary>
    public static bool Holds(CampaignState state, StepGranted grant) => !state.IsOver && (state.Find(grant.Id) is { } dispatch
        ? dispatch.IsOpen || dispatch.Unanswered || (dispatch.Failure?.Kind == FailureKind.Invalid && !dispatch.Closed)
            || (grant.Keeps == true && CampaignLoop.LiesAt(state, grant.Id))
        : CampaignLoop.Owes(state, grant.Id));

    private void Place(CampaignState state, List<DispatchId> owed)
    {
        var granted = owed.Count == 0 ? [] : around.Lab.Grant(owed);
        _waits = granted.Count < owed.Count;
        foreach (var grant in granted)
        {
            var inputs = CampaignLoop.Inputs(state, grant.Id);
            var hash = Command(state, grant.Id, inputs, grant.LedgerId, grant.Simulated).Hash();
            post(new PlaceStep(around.Time.GetUtcNow(), grant.Id, grant.Instrument, grant.LedgerId, grant.Simulated, hash, inputs));
        }
    }

    private Task<Delivery> Send(CampaignState state, DispatchId id, CancellationToken cancellationToken)
    {
        var decision = state.Find(id)!.Decision;
        var command = Command(state, id, decision.Inputs, decision.LedgerId, decision.Simulated);
        return around.Bus.SendAsync(decision.Instrument, command, cancellationToken).AsTask();
    }

    private Task<Delivery> Ask(CampaignState state, string request, CancellationToken cancellationToken) =>
        around.Bus.ShowAsync(request, RequestPicture.Of(state, state.Requests[request]), cancellationToken).AsTask();

    private async Task<Delivery> WithdrawAsync(string request, CancellationToken cancellationToken)
    {
        var delivery = await around.Bus.ShowAsync(request, (RequestMessage?)null, cancellationToken);
        if (delivery == Delivery.Sent)
        {
            post(new WithdrawRequest(around.Time.GetUtcNow(), request));
        }

        return delivery;
    }

    private Task<Delivery> Control(CampaignState state, ControlVerb verb, DispatchId id, CancellationToken cancellationToken) =>
        around.Bus.SendAsync(state.Find(id)!.Decision.Instrument, new ControlMessage(verb, id, state.Epoch, null), cancellationToken).AsTask();

    private CommandMessage Command(CampaignState state, DispatchId id, IReadOnlyDictionary<string, ParameterValue> inputs, string ledgerId, bool simulated)
    {
        var step = state.Step(id.Step);
        return new CommandMessage
        {
            DispatchId = id,
            Capability = step.Capability,
            Parameters = inputs,
            Sample = $"{id.Run}.{id.Trial}",
            Simulated = simulated,
            LedgerId = ledgerId,
            Epoch = state.Epoch,
            StartBy = StartBy(state, id, step),
            TimeLimit = step.Deadline,
        };
    }

    /// <summary>A step that would be worthless after its time limit is refused by its instrument then.</summary>
    private DateTimeOffset StartBy(CampaignState state, DispatchId id, Step step)
    {
        var latest = around.Time.GetUtcNow() + StartWithin + (_underWay * StartWithinEach);
        return step.Within is { Missed: MissedWindow.Fail } && CampaignLoop.WindowEnd(state, id) is { } until && until < latest ? until : latest;
    }
}
