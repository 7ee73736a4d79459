using System.Text.Json;
using System.Threading.Channels;
using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// Shows a run below <c>campaign/{name}/</c>: state, best, model and trials (retained), events (not). The journal is the truth; this is a picture of it, so it never holds the
/// loop up: what cannot be published in time is replaced by what is newer.
/// </summary>
/// <param name="bus">The lab's messages.</param>
public sealed class CampaignProjection(IOrchestratorBus bus) : ICampaignObserver
{
    private const int QueueLength = 1000;

    private readonly Channel<CampaignPicture> _pictures =
        Channel.CreateBounded<CampaignPicture>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <inheritdoc/>
    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash) =>
        _pictures.Writer.TryWrite(new CampaignPicture(state, events, headHash));

    /// <summary>No more events will come: <see cref="RunAsync"/> ends after the last picture.</summary>
    public void Complete() => _pictures.Writer.TryComplete();

    /// <summary>Publishes until completed or cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _pictures.Reader.WaitToReadAsync(cancellationToken))
        {
            CampaignPicture? newest = null;
            while (_pictures.Reader.TryRead(out var picture))
            {
                newest = picture;
                await ShowEventsAsync(picture, cancellationToken);
            }

            if (newest is not null)
            {
                await ShowStateAsync(newest, cancellationToken);
            }
        }
    }

    private async Task ShowEventsAsync(CampaignPicture picture, CancellationToken cancellationToken)
    {
        var name = picture.State.Spec!.Name;
        foreach (var happened in picture.Events)
        {
            await bus.ShowAsync(name, $"event/{EventPicture.Kind(happened)}", Json(EventPicture.Of(happened)), false, cancellationToken);
        }

        foreach (var number in picture.Events.SelectMany(EventPicture.Trials).Distinct())
        {
            await bus.ShowAsync(name, $"trial/{number}", Json(TrialPicture.Of(picture.State.Trials[number])), true, cancellationToken);
        }
    }

    private async Task ShowStateAsync(CampaignPicture picture, CancellationToken cancellationToken)
    {
        var state = picture.State;
        var name = state.Spec!.Name;
        await bus.ShowAsync(name, "state", Json(StatePicture.Of(state, picture.HeadHash)), true, cancellationToken);
        if (CampaignLoop.Best(state) is { } best)
        {
            await bus.ShowAsync(name, "best", Json(TrialPicture.Of(best)), true, cancellationToken);
        }

        if (state.Model is { } model)
        {
            await bus.ShowAsync(name, "model", JsonSerializer.SerializeToUtf8Bytes(model, PictureJson.Default.ModelSummary), true, cancellationToken);
        }
    }

    private static byte[] Json(StatePicture picture) => JsonSerializer.SerializeToUtf8Bytes(picture, PictureJson.Default.StatePicture);

    private static byte[] Json(TrialPicture picture) => JsonSerializer.SerializeToUtf8Bytes(picture, PictureJson.Default.TrialPicture);

    private static byte[] Json(EventPicture picture) => JsonSerializer.SerializeToUtf8Bytes(picture, PictureJson.Default.EventPicture);

    private sealed record CampaignPicture(CampaignState State, IReadOnlyList<CampaignEvent> Events, string HeadHash);
}
