using ClosedLoop.Campaigns;
using ClosedLoop.Orchestrator;

namespace ClosedLoop.VirtualLabs;

/// <summary>The person of a virtual lab: approves what is asked, and fills up what is empty, some time after being asked. Looks again every minute while something is open.</summary>
internal sealed class VirtualPerson(VirtualLab lab, TimeSpan answersAfter) : ICampaignObserver
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<string, CampaignState> _states = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<StepWait>> _waits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> _lacking = new(StringComparer.Ordinal);
    private DateTimeOffset _awayUntil;
    private bool _looks;

    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        _states[state.Spec!.Name] = state;
        LookSoon();
    }

    public void Waits(CampaignState state, IReadOnlyList<StepWait> waits)
    {
        (_states[state.Spec!.Name], _waits[state.Spec.Name]) = (state, waits);
        LookSoon();
    }

    /// <summary>Does nothing for so long.</summary>
    public void Leave(TimeSpan duration) => _awayUntil = lab.Scheduler.Now + duration is var until && until > _awayUntil ? until : _awayUntil;

    private IEnumerable<string> Lacking => _waits.Where(waits => !_states[waits.Key].IsOver).SelectMany(waits => waits.Value).Select(wait => wait.Lacks).OfType<string>().Distinct();

    private bool IsAsked => Lacking.Any() || _states.Values.Any(state => CampaignLoop.OpenRequests(state).Any());

    private void LookSoon()
    {
        if (!_looks && IsAsked)
        {
            _looks = true;
            var soon = answersAfter < Look ? answersAfter : Look;
            lab.Scheduler.After(soon > TimeSpan.Zero ? soon : TimeSpan.FromSeconds(1), null, LookNow);
        }
    }

    private void LookNow()
    {
        _looks = false;
        var now = lab.Scheduler.Now;
        foreach (var item in _lacking.Keys.Except(Lacking).ToList())
        {
            _lacking.Remove(item);
        }

        foreach (var item in Lacking)
        {
            _lacking.TryAdd(item, now);
        }

        if (now >= _awayUntil)
        {
            foreach (var (name, state) in _states)
            {
                foreach (var request in CampaignLoop.OpenRequests(state).Where(request => now - request.Asked.At >= answersAfter))
                {
                    lab.Answer(name, request.Id, approved: true);
                }
            }

            foreach (var stock in lab.Settings.Stock.Where(stock => _lacking.TryGetValue(stock.Name, out var since) && now - since >= answersAfter))
            {
                lab.Count(stock.Name, stock.Amount);
            }
        }

        LookSoon();
    }
}
