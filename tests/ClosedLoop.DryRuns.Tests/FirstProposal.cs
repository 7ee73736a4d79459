using ClosedLoop.Campaigns;
using ClosedLoop.Orchestrator;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>Waits for the first proposal that a runner makes.</summary>
internal sealed class FirstProposal : ICampaignObserver
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Seen => _seen.Task;

    public BatchProposed? Batch { get; private set; }

    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        if (Batch is null && events.OfType<BatchProposed>().FirstOrDefault() is { } batch)
        {
            Batch = batch;
            _seen.SetResult();
        }
    }
}
