using System.Collections.Immutable;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    /// <summary>What becomes fact because of a command, given everything that is fact already. Empty when nothing does.</summary>
    /// <exception cref="InvalidOperationException">The command contradicts the state in a way that only a defect explains.</exception>
    public static ImmutableArray<CampaignEvent> Decide(CampaignState state, CampaignCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var facts = new Facts(state, command.At);
        switch (command)
        {
            case StartCampaign c: Start(facts, c); break;
            case OpenCampaign c: Open(facts, c); break;
            case TakeProposal c: Take(facts, c); break;
            case TakeModel c: Take(facts, c); break;
            case PlaceStep c: Place(facts, c); break;
            case TakeAnswer c: Take(facts, c); break;
            case NoteShortage c: Note(facts, c); break;
            case AnswerRequest c: Answer(facts, c); break;
            case WithdrawRequest c: Withdraw(facts, c); break;
            case LedgerSeen c: See(facts, c); break;
            case QuarantineMessage c: facts.Add(new MessageQuarantined(c.Source, c.Dispatch, c.Reason, c.Excerpt)); break;
            case SteerCampaign c: Steer(facts, c); break;
            case FaultCampaign c: Fault(facts, c); break;
            case Tick c:
                GiveUpOnSilence(facts, c);
                AnswerByDefault(facts, c);
                break;
            default: throw new InvalidOperationException($"Unknown command {command.GetType().Name}");
        }

        Conclude(facts, command is Tick);
        return facts.Events;
    }

    /// <summary>Events decided so far and the state that they lead to.</summary>
    private sealed class Facts(CampaignState state, DateTimeOffset at)
    {
        private readonly ImmutableArray<CampaignEvent>.Builder _events = ImmutableArray.CreateBuilder<CampaignEvent>();
        private readonly SortedSet<int> _changed = [];
        private bool _changedAll;

        public CampaignState State { get; private set; } = state;

        public DateTimeOffset At { get; } = at;

        public ImmutableArray<CampaignEvent> Events => _events.ToImmutable();

        public bool IsEmpty => _events.Count == 0;

        /// <summary>The trials in flight of which something may follow now, in order; where a cost budget is shared, what one spends concerns the others.</summary>
        public List<int> Changed => _changedAll || (_changed.Count > 0 && State.Spec!.Budget.Cost is not null)
            ? [.. State.InFlight.Select(trial => trial.Number)]
            : [.. _changed.Where(number => State.Trials[number].Status == TrialStatus.InFlight)];

        public void Add(CampaignEvent happened)
        {
            var dated = happened with { At = At };
            _events.Add(dated);
            State = Evolve(State, dated);
            if (TrialOf(dated) is { } trial)
            {
                _changed.Add(trial);
            }
            else
            {
                _changedAll |= dated is not (Retrained or MessageQuarantined or AlarmRaised or AlarmEnded);
            }
        }

        /// <summary>The one trial that an event changes; null for one that changes the run, or several.</summary>
        private static int? TrialOf(CampaignEvent happened) => happened switch
        {
            StepDispatched e => e.Id.Trial,
            StepAccepted e => e.Id.Trial,
            StepSucceeded e => e.Id.Trial,
            StepFailed e => e.Id.Trial,
            StepIndeterminate e => e.Id.Trial,
            StepClosed e => e.Id.Trial,
            StockShort e => e.Id.Trial,
            WindowMissed e => e.Trial,
            PersonAsked e => e.Trial,
            PersonAnswered e => e.Trial,
            RequestWithdrawn e => e.Trial,
            ObservationRecorded e => e.Trial,
            TrialFailed e => e.Trial,
            _ => null,
        };
    }
}
