using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// The one owner of the lab: hears what all campaigns of this host want, plans, and grants places on instruments, durably before they are used. Who asks first does not
/// matter: the plan decides.
/// </summary>
public sealed class LabOwner
{
    /// <summary>A plan is a function of the time too, though a slow one.</summary>
    private static readonly TimeSpan PlanLasts = TimeSpan.FromSeconds(1);

    private readonly IJournal<LabEvent> _journal;
    private readonly TimeProvider _time;
    private readonly List<LabEvent> _unwritten = [];
    private readonly HashSet<string> _strays = [];
    private readonly SortedDictionary<string, CampaignDemand> _demands = new(StringComparer.Ordinal);
    private LabState _state;
    private (PlacementPlan Plan, long Seen, DateTimeOffset At)? _planned;

    /// <summary>Takes the lab over from its journal.</summary>
    public LabOwner(IJournal<LabEvent> journal, LabView view, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(journal);
        (_journal, View, _time) = (journal, view, time);
        _state = journal.Events.Aggregate(LabState.Empty, LabLoop.Evolve);
    }

    /// <summary>What the instruments say of themselves.</summary>
    public LabView View { get; }

    /// <summary>The runs that hold places, in ordinal order.</summary>
    public IReadOnlyList<string> Runs => [.. _state.Grants.Keys.Select(id => id.Run).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A place became free, or is meant for another: steps that wait may be granted one.</summary>
    public event Action? PlaceFreed;

    /// <summary>What the lab does and expects now.</summary>
    public PlacementPlan Plan()
    {
        var now = _time.GetUtcNow();
        if (_planned is not { } planned || planned.Seen != View.Version || now - planned.At >= PlanLasts || now >= planned.Plan.LookAgain)
        {
            var plan = Placement.Plan(new LabSituation(_state, [.. View.Views()], [.. _demands.Values], now));
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
    public StepGranted? Grant(DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(id);
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
    public void Settle(string run, Func<StepGranted, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var free = _state.Grants.Values.Where(grant => grant.Id.Run == run && !holds(grant)).OrderBy(grant => grant.Id.ToString(), StringComparer.Ordinal).ToList();
        foreach (var grant in free)
        {
            Add(new PlaceReleased(grant.Id));
        }

        if (free.Count > 0)
        {
            PlaceFreed?.Invoke();
        }
    }

    /// <summary>Keeps something that belongs to no run of this host; once for each source and dispatch in a life of the host.</summary>
    public void KeepStray(string source, string? dispatch, string reason, string excerpt)
    {
        if (_strays.Count < 1000 && _strays.Add($"{source} {dispatch} {reason}"))
        {
            Add(new StrayMessageKept(source, dispatch, reason, excerpt));
            Write();
        }
    }

    private void Add(LabEvent happened)
    {
        var dated = happened with { At = _time.GetUtcNow() };
        _unwritten.Add(dated);
        _state = LabLoop.Evolve(_state, dated);
        _planned = null;
    }

    private void Write()
    {
        _journal.Append(_unwritten);
        _unwritten.Clear();
    }
}
