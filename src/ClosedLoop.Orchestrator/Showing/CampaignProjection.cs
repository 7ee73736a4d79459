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

    private static readonly TimeSpan ShowAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (byte[] Json, DateTimeOffset At)> _shown = [];

    private readonly Channel<CampaignPicture> _pictures =
        Channel.CreateBounded<CampaignPicture>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest });

    private string _headHash = "";
    private CampaignState? _last;
    private IReadOnlyList<StepWait> _waits = [];

    /// <inheritdoc/>
    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        (_headHash, _last) = (headHash, state);
        _pictures.Writer.TryWrite(new CampaignPicture(state, events, headHash, null));
    }

    /// <inheritdoc/>
    public void Waits(CampaignState state, IReadOnlyList<StepWait> waits) => _pictures.Writer.TryWrite(new CampaignPicture(state, [], _headHash, waits));

    /// <inheritdoc/>
    public void Interrupted(string campaign, Interruption interruption)
    {
        if (_last is not null)
        {
            _pictures.Writer.TryWrite(new CampaignPicture(_last, [], _headHash, null) { Interruption = interruption });
        }
    }

    /// <summary>No more events will come: <see cref="RunAsync"/> ends after the last picture.</summary>
    public void Complete() => _pictures.Writer.TryComplete();

    /// <summary>Publishes until completed or cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CampaignPicture? unshown = null;
        while (await _pictures.Reader.WaitToReadAsync(cancellationToken))
        {
            var news = false;
            while (_pictures.Reader.TryRead(out var picture))
            {
                unshown = picture;
                news |= picture.Events.Any(EventPicture.IsShown) || picture.Waits is not null || picture.Interruption is not null;
                await ShowEventsAsync(picture, cancellationToken);
                await ShowWaitsAsync(picture, cancellationToken);
            }

            if (unshown is not null && news)
            {
                await ShowStateAsync(unshown, cancellationToken);
                unshown = null;
            }
        }

        if (unshown is not null)
        {
            await ShowStateAsync(unshown, cancellationToken);
        }
    }

    private async Task ShowEventsAsync(CampaignPicture picture, CancellationToken cancellationToken)
    {
        var spec = picture.State.Spec!;
        var shown = picture.Events.Where(EventPicture.IsShown).ToList();
        foreach (var happened in shown)
        {
            await bus.ShowAsync(spec.Name, $"event/{EventPicture.Kind(happened)}", LabJson.Write(EventPicture.Of(happened, spec)), false, cancellationToken);
        }

        foreach (var number in shown.SelectMany(EventPicture.Trials).Distinct())
        {
            await ShowTrialAsync(picture.State, number, null, cancellationToken);
        }
    }

    /// <summary>What an event says of a trial is newer than why it waited.</summary>
    private async Task ShowWaitsAsync(CampaignPicture picture, CancellationToken cancellationToken)
    {
        if (picture.Waits is not { } waits)
        {
            return;
        }

        var before = _waits;
        _waits = waits;
        foreach (var number in waits.Except(before).Concat(before.Where(wait => !waits.Any(other => other.Id == wait.Id))).Select(wait => wait.Id.Trial).Distinct())
        {
            await ShowTrialAsync(picture.State, number, waits.FirstOrDefault(wait => wait.Id.Trial == number), cancellationToken);
        }
    }

    private ValueTask<Delivery> ShowTrialAsync(CampaignState state, int number, StepWait? wait, CancellationToken cancellationToken) => bus.ShowAsync(
        state.Spec!.Name, $"trial/{number}", LabJson.Write(TrialPicture.Of(state.Trials[number], state.Spec, wait)), true, cancellationToken);

    private async Task ShowStateAsync(CampaignPicture picture, CancellationToken cancellationToken)
    {
        var state = picture.State;
        var spec = state.Spec!;
        await bus.ShowAsync(spec.Name, "state", LabJson.Write(StatePicture.Of(state, state.IsOver ? [] : _waits, picture.HeadHash, picture.Interruption)), true, cancellationToken);
        if (CampaignLoop.Best(state) is { } best)
        {
            await ShowIfNewsAsync(spec.Name, "best", LabJson.Write(TrialPicture.Best(best, spec)), state.LastAt, cancellationToken);
        }

        if (state.Model is { } model)
        {
            await ShowIfNewsAsync(spec.Name, "model", LabJson.Write(ModelPicture.Of(model)), state.LastAt, cancellationToken);
        }
    }

    /// <summary>What is the same as before is shown again now and then: a broker may have been replaced by one that knows nothing.</summary>
    private async Task ShowIfNewsAsync(string campaign, string leaf, byte[] json, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_shown.TryGetValue(leaf, out var before) && before.Json.AsSpan().SequenceEqual(json) && now - before.At < ShowAgainAfter)
        {
            return;
        }

        if (await bus.ShowAsync(campaign, leaf, json, true, cancellationToken) == Delivery.Sent)
        {
            _shown[leaf] = (json, now);
        }
    }

    private sealed record CampaignPicture(CampaignState State, IReadOnlyList<CampaignEvent> Events, string HeadHash, IReadOnlyList<StepWait>? Waits)
    {
        public Interruption? Interruption { get; init; }
    }
}
