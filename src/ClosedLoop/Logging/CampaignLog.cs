using ClosedLoop.Campaigns;
using ClosedLoop.Orchestrator;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>Every event of a run as a structured log line.</summary>
internal sealed class CampaignLog(ILogger logger) : ICampaignObserver
{
    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        var name = state.Spec!.Name;
        foreach (var happened in events)
        {
            var (text, trouble) = EventText.Of(happened, state.Spec);
            var kind = happened.GetType().Name;
            if (trouble)
            {
                HostLog.Trouble(logger, name, kind, text);
            }
            else
            {
                HostLog.Event(logger, name, kind, text);
            }
        }
    }

    public void Interrupted(string campaign, Interruption interruption) => HostLog.Trouble(logger, campaign, nameof(Interrupted), interruption.ToString());
}
