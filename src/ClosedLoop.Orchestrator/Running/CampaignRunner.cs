using System.Threading.Channels;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// The only interpreter of the loop: drain the messages at hand → decide and evolve each → one durable append → perform the work owed → wait for a message or a
/// deadline. Everything awaits on the one thread that called <see cref="RunAsync"/>.
/// </summary>
public sealed class CampaignRunner
{
    private const int InboxSize = 10_000;

    private readonly IJournal<CampaignEvent> _journal;
    private readonly TimeProvider _time;
    private readonly CampaignEffects _effects;
    private readonly IReadOnlyList<ICampaignObserver> _observers;
    private readonly Channel<CampaignCommand> _inbox = Channel.CreateBounded<CampaignCommand>(InboxSize);
    private readonly List<Action<bool>> _orders = [];
    private readonly WorkBook _book = new();
    private readonly Vigil _vigil;
    private IReadOnlyList<StepWait> _waits = [];

    /// <summary>Takes a run over from its journal.</summary>
    public CampaignRunner(IJournal<CampaignEvent> journal, RunnerSurroundings surroundings, IReadOnlyList<ICampaignObserver> observers)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(surroundings);
        (_journal, _time, _observers, _vigil) = (journal, surroundings.Time, observers, new Vigil(surroundings.Time));
        _effects = new CampaignEffects(surroundings, Post);
        State = CampaignLoop.Fold(journal.Events);
    }

    /// <summary>The campaign as its journal tells it.</summary>
    public CampaignState State { get; private set; }

    /// <summary>Hands a command to the loop; from any thread. It is dropped when the inbox is full: whatever it told is asked for again.</summary>
    public void Post(CampaignCommand command) => _inbox.Writer.TryWrite(command);

    /// <summary>Hands an operator's order to the loop; on the runner's thread.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="taken">Told true once what follows from it is durable; false when the run ends, or its disk fails, before that.</param>
    public void Order(CampaignCommand order, Action<bool> taken)
    {
        if (_inbox.Writer.TryWrite(order))
        {
            _orders.Add(taken);
        }
        else
        {
            taken(false);
        }
    }

    /// <summary>Hears the answer of an external planner; on the runner's thread.</summary>
    public void Hear(LabMessage.ProposalArrived arrived) => _effects.Take(arrived);

    /// <summary>Runs until the campaign has ended, is suspended or faulted, or <paramref name="abandon"/> is cancelled. Resume is run.</summary>
    /// <param name="first">What opens the run: a start for a new one, then an opening.</param>
    /// <param name="abandon">Lets go at once, as a crash would.</param>
    public async Task<CampaignState> RunAsync(IReadOnlyList<CampaignCommand> first, CancellationToken abandon)
    {
        ArgumentNullException.ThrowIfNull(first);
        await using var alarm = _time.CreateTimer(_ => Post(new Tick(_time.GetUtcNow())), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            Commit(first);
            _effects.Settle(State);
            while (await PerformAsync(abandon) is { } wake)
            {
                var wait = wake - _time.GetUtcNow();
                alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                await _inbox.Reader.WaitToReadAsync(abandon);
                Commit(Drain());
                TellOrders(true);
            }

            return State;
        }
        finally
        {
            _inbox.Writer.Complete();
            TellOrders(false);
        }
    }

    private void TellOrders(bool durable)
    {
        foreach (var taken in _orders)
        {
            taken(durable);
        }

        _orders.Clear();
    }

    private List<CampaignCommand> Drain()
    {
        var commands = new List<CampaignCommand>();
        while (_inbox.Reader.TryRead(out var command))
        {
            commands.Add(command);
        }

        return commands;
    }

    private void Commit(IReadOnlyList<CampaignCommand> commands)
    {
        var events = new List<CampaignEvent>();
        var tick = new Tick(_vigil.Look()) { WatchedSince = _vigil.Since };
        foreach (var command in commands.Where(command => command is not Tick).Append(tick))
        {
            foreach (var happened in CampaignLoop.Decide(State, command))
            {
                State = CampaignLoop.Evolve(State, happened);
                events.Add(happened);
            }
        }

        if (events.Count > 0)
        {
            _journal.Append(events);
            _effects.Settle(State);
            foreach (var observer in _observers)
            {
                observer.Happened(State, events, _journal.HeadHash);
            }
        }
    }

    /// <summary>Performs what is owed and due. Returns when to look again; null when nothing is owed any more.</summary>
    private async Task<DateTimeOffset?> PerformAsync(CancellationToken abandon)
    {
        var now = _time.GetUtcNow();
        var owed = CampaignLoop.NextWork(State, now);
        var due = _book.Due(owed, now, out var wake);
        await _effects.PerformAsync(State, due, abandon);
        ShowWaits(owed);
        if (owed.Any(work => work is CampaignWork.Place) && _effects.PlaceAgainAt is { } again && again < wake)
        {
            wake = again;
        }

        return !owed.Contains(new CampaignWork.Finish()) || WaitsForCloses(owed, now) ? wake : null;
    }

    /// <summary>Told when they change: what is granted now is not yet in the journal, and is not waiting either.</summary>
    private void ShowWaits(IReadOnlyList<CampaignWork> owed)
    {
        IReadOnlyList<StepWait> waits = [.. CampaignLoop.WaitsForPeople(State), .. owed.Any(work => work is CampaignWork.Place) ? _effects.Waits(State) : []];
        if (!waits.Select(wait => (wait.Id, wait.Reason)).SequenceEqual(_waits.Select(wait => (wait.Id, wait.Reason))))
        {
            _waits = waits;
            foreach (var lacking in waits.Where(wait => wait.Lacks is not null))
            {
                Post(new NoteShortage(_time.GetUtcNow(), lacking.Id, lacking.Lacks!, lacking.Reason));
            }

            foreach (var observer in _observers)
            {
                observer.Waits(State, waits);
            }
        }
    }

    private bool WaitsForCloses(IReadOnlyList<CampaignWork> owed, DateTimeOffset now) =>
        State.IsOver && owed.Any(work => work is CampaignWork.Close or CampaignWork.Withdraw) && now - State.LastAt < LoopTimes.CloseGrace;
}
