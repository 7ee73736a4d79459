using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator;

/// <summary>The one owner of the lab: grants places on instruments to all campaigns of this host, durably before they are used.</summary>
public sealed class LabOwner
{
    private readonly IJournal<LabEvent> _journal;
    private readonly TimeProvider _time;
    private readonly List<LabEvent> _unwritten = [];
    private readonly HashSet<string> _strays = [];
    private LabState _state;

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

    /// <summary>A place became free: steps that wait may be granted one.</summary>
    public event Action? PlaceFreed;

    /// <summary>The place of a dispatch, durable; the same again when asked again. Null when there is none now.</summary>
    public StepGranted? Grant(DispatchId id, string capability, IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        var known = _state.Grants.ContainsKey(id);
        var grant = LabLoop.Grant(_state, View.Views(), id, capability, inputs);
        if (grant is not null && !known)
        {
            Add(grant);
            Write();
            return _state.Grants[id];
        }

        return grant;
    }

    /// <summary>
    /// Frees the places of a run's dispatches that hold none any more. A release is written with the next grant: until then a restart finds it again,
    /// because it follows from the campaign's own journal.
    /// </summary>
    public void Settle(string run, Func<DispatchId, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var free = _state.Grants.Keys.Where(id => id.Run == run && !holds(id)).OrderBy(id => id.ToString(), StringComparer.Ordinal).ToList();
        foreach (var id in free)
        {
            Add(new PlaceReleased(id));
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
    }

    private void Write()
    {
        _journal.Append(_unwritten);
        _unwritten.Clear();
    }
}
