using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// The one owner of the lab: hears what all campaigns of this host want, plans, and grants places on instruments, durably before they are used. Who asks first does not
/// matter: the plan decides.
/// </summary>
public sealed class LabOwner : IDisposable
{
    /// <summary>A plan is a function of the time too, though a slow one.</summary>
    private static readonly TimeSpan PlanLasts = TimeSpan.FromSeconds(1);

    private readonly Func<IJournal<LabEvent>> _open;
    private readonly TimeProvider _time;
    private readonly List<LabEvent> _unwritten = [];
    private readonly HashSet<string> _strays = [];
    private readonly SortedDictionary<string, CampaignDemand> _demands = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<StockItem> _stock;
    private IJournal<LabEvent>? _journal;
    private LabState _written = LabState.Empty;
    private LabState _state = LabState.Empty;
    private (PlacementPlan Plan, long Seen, DateTimeOffset At)? _planned;

    /// <summary>Takes the lab over from its journal.</summary>
    /// <param name="open">Opens the lab's journal: now, and again when the disk has failed under it.</param>
    /// <param name="view">What the instruments say.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stock">What steps use up; the amounts are those of the start, and count only for what the journal does not know yet. None when null.</param>
    /// <exception cref="IOException">The journal cannot be opened, or not be written.</exception>
    public LabOwner(Func<IJournal<LabEvent>> open, LabView view, TimeProvider time, IReadOnlyList<StockItem>? stock = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        (_open, View, _time, _stock) = (open, view, time, stock ?? []);
        Open();
        foreach (var item in _stock.Where(item => !_state.Stock.ContainsKey(item.Name)))
        {
            Add(new StockCounted(item.Name, item.Amount, "the lab file says so"));
        }

        if (_unwritten.Count > 0)
        {
            Write();
        }
    }

    /// <summary>What the instruments say of themselves.</summary>
    public LabView View { get; }

    /// <summary>The runs that hold places, in ordinal order.</summary>
    public IReadOnlyList<string> Runs => [.. _state.Grants.Keys.Select(id => id.Run).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A place became free, or is meant for another: steps that wait may be granted one.</summary>
    public event Action? PlaceFreed;

    /// <summary>How much there is of a stock has changed.</summary>
    public event Action? StockChanged;

    /// <summary>What steps use up, and how much of it there is now.</summary>
    public IEnumerable<(StockItem Item, double Amount)> Stock => _stock.Select(item => (item, _state.Stock[item.Name]));

    /// <summary>What the lab does and expects now.</summary>
    public PlacementPlan Plan()
    {
        var now = _time.GetUtcNow();
        if (_planned is not { } planned || planned.Seen != View.Version || now - planned.At >= PlanLasts || now >= planned.Plan.LookAgain)
        {
            var plan = Placement.Plan(new LabSituation(_state, [.. View.Views()], [.. _demands.Values], now) { Stock = _stock });
            _planned = planned = (plan, View.Version, now);
        }

        return planned.Plan;
    }

    /// <summary>Hears what a campaign wants now; replaces what it wanted before.</summary>
    public void Hear(CampaignDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        _demands[demand.Run] = demand;
        _planned = null;
        if (_demands.Count > 1 && Plan().Grants.Any(grant => grant.Id.Run != demand.Run))
        {
            PlaceFreed?.Invoke();
        }
    }

    /// <summary>A campaign is gone from this host: it wants nothing any more.</summary>
    public void Forget(string run)
    {
        if (_demands.Remove(run))
        {
            _planned = null;
            PlaceFreed?.Invoke();
        }
    }

    /// <summary>The place of a dispatch, durable; the same again when asked again. Null when the plan has none for it now.</summary>
    /// <exception cref="IOException">The disk failed. Nothing is granted, and the journal is opened again at the next request.</exception>
    public StepGranted? Grant(DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Open();
        if (_state.Grants.TryGetValue(id, out var known))
        {
            return known;
        }

        if (Plan().Grants.FirstOrDefault(grant => grant.Id == id) is not { } granted)
        {
            return null;
        }

        Add(granted);
        Write();
        return _state.Grants[id];
    }

    /// <summary>
    /// Frees the places of a run's dispatches that hold none any more. A release is written with the next grant: until then a restart finds it again,
    /// because it follows from the campaign's own journal.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="holds">Whether a dispatch holds its place.</param>
    /// <param name="unused">Whether a dispatch that holds none has used nothing up.</param>
    public void Settle(string run, Func<StepGranted, bool> holds, Func<StepGranted, bool> unused)
    {
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(unused);
        var free = _state.Grants.Values.Where(grant => grant.Id.Run == run && !holds(grant)).OrderBy(grant => grant.Id.ToString(), StringComparer.Ordinal).ToList();
        foreach (var grant in free)
        {
            Add(new PlaceReleased(grant.Id) { Unused = grant.Uses is not null && unused(grant) ? true : null });
        }

        if (free.Count > 0)
        {
            PlaceFreed?.Invoke();
        }
    }

    /// <summary>Takes note of how much there is of a stock now, durably.</summary>
    /// <param name="name">Of what.</param>
    /// <param name="amount">How much, in the item's unit.</param>
    /// <param name="request">Names the request, so that it counts once; null when it cannot come twice.</param>
    /// <param name="reason">Who says so, and why.</param>
    /// <returns>What there is now in words; null when the lab keeps no such stock.</returns>
    /// <exception cref="IOException">The disk failed: nothing is taken note of.</exception>
    public string? Count(string name, double amount, string? request, string reason)
    {
        Open();
        if (_stock.FirstOrDefault(item => item.Name == name) is not { } item)
        {
            return null;
        }

        if (request is null || _state.Counts.GetValueOrDefault(name) != request)
        {
            Add(new StockCounted(name, amount, reason) { Request = request });
            Write();
            PlaceFreed?.Invoke();
        }

        return StockText.Of(item, _state.Stock[name]);
    }

    /// <summary>Keeps something that belongs to no run of this host; once for each source and dispatch in a life of the host. Written with the next grant where the disk fails now.</summary>
    public void KeepStray(string source, string? dispatch, string reason, string excerpt)
    {
        if (_strays.Count < 1000 && _strays.Add($"{source} {dispatch} {reason}"))
        {
            Add(new StrayMessageKept(source, dispatch, reason, excerpt));
            try
            {
                Open();
                Write();
            }
            catch (IOException)
            {
                // Who asks for a place next hears of it.
            }
        }
    }

    private void Add(LabEvent happened)
    {
        var dated = happened with { At = _time.GetUtcNow() };
        _unwritten.Add(dated);
        _state = LabLoop.Evolve(_state, dated);
        _planned = null;
        if (happened is StockCounted or StepGranted { Uses: not null } or PlaceReleased { Unused: true })
        {
            StockChanged?.Invoke();
        }
    }

    /// <summary>Opens the journal, unless it is open. What it tells counts, and what was not written yet and does not depend on it.</summary>
    private void Open()
    {
        if (_journal is null)
        {
            _journal = _open();
            _written = _journal.Events.Aggregate(LabState.Empty, LabLoop.Evolve);
            Return();
        }
    }

    private void Write()
    {
        try
        {
            _journal!.Append(_unwritten);
            _unwritten.Clear();
            _written = _state;
        }
        catch (IOException)
        {
            // Only the file tells what of it was written.
            Dispose();
            Return();
            throw;
        }
    }

    /// <summary>Back to what was written, and to what follows from the campaigns' own journals or was only heard.</summary>
    private void Return()
    {
        _unwritten.RemoveAll(happened => happened is not StrayMessageKept && !(happened is PlaceReleased released && _written.Grants.ContainsKey(released.Id)));
        _state = _unwritten.Aggregate(_written, LabLoop.Evolve);
        _planned = null;
        StockChanged?.Invoke();
    }

    /// <summary>Closes the journal.</summary>
    public void Dispose()
    {
        _journal?.Dispose();
        _journal = null;
    }
}
