using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;

namespace ClosedLoop.VirtualLabs;

/// <summary>What each sample was made from: a simulated device that measures a sample must know it, as matter knows what it is.</summary>
internal sealed class SampleBook : ICampaignObserver
{
    private readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);

    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash) => Note(state.Run, events);

    public Candidate? Find(string sample) => _candidates.GetValueOrDefault(sample);

    /// <summary>Looks into the journals: a life of the orchestrator that died between writing and telling has told nobody.</summary>
    public Candidate? Read(string sample, IEnumerable<CampaignEvent> events)
    {
        var run = "";
        foreach (var happened in events)
        {
            run = happened is CampaignStarted started ? started.Run : run;
            Note(run, [happened]);
        }

        return Find(sample);
    }

    private void Note(string run, IReadOnlyList<CampaignEvent> events)
    {
        foreach (var trial in events.OfType<BatchProposed>().SelectMany(batch => batch.Trials))
        {
            _candidates[string.Create(CultureInfo.InvariantCulture, $"{run}.{trial.Trial}")] = trial.Proposed.Candidate;
        }
    }
}
