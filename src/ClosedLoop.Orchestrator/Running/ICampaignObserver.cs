using ClosedLoop.Campaigns;

namespace ClosedLoop.Orchestrator;

/// <summary>Watches a run: told of each batch of events once it is durable. Must not fail and must not wait.</summary>
public interface ICampaignObserver
{
    /// <summary>Events are durable; <paramref name="state"/> includes them.</summary>
    void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash);

    /// <summary>The steps that wait for an instrument, and why, have changed. Not a fact of the journal: it follows from what the lab is doing.</summary>
    void Waits(CampaignState state, IReadOnlyList<StepWait> waits)
    {
    }

    /// <summary>The disk has failed under the run. What it had not told is forgotten; what it tells next follows upon the journal's last durable event.</summary>
    void Interrupted(string campaign, Interruption interruption)
    {
    }
}
