using System.Threading.Channels;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>Owns the lab and its bus for one process: runs campaigns and brings each message to the run that it concerns. Lives on one thread.</summary>
public sealed partial class LabHost
{
    private const int InboxSize = 10_000;

    private readonly RunnerSurroundings _around;
    private readonly Journals _journals;
    private readonly HostIdentity _identity;
    private readonly Func<HostControlMessage, ReplyMessage> _onControl;
    private readonly Channel<LabMessage> _inbox = Channel.CreateBounded<LabMessage>(InboxSize);
    private readonly Channel<(ReplyAddress To, ReplyMessage Reply)> _replies = Channel.CreateUnbounded<(ReplyAddress To, ReplyMessage Reply)>();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CampaignRunner> _runners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Interruption> _interruptions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _drained = new();
    private readonly Dictionary<string, CampaignState> _ended = new(StringComparer.Ordinal);
    private readonly ResultFiles _files;
    private readonly StockProjection _stock;
    private readonly Dictionary<string, string> _ledgers = new(StringComparer.Ordinal);

    /// <summary>Takes over a lab.</summary>
    /// <param name="around">What runners act upon.</param>
    /// <param name="journals">The data folder's journals.</param>
    /// <param name="identity">Who this host is.</param>
    /// <param name="onControl">Answers what operators ask of the host itself.</param>
    public LabHost(RunnerSurroundings around, Journals journals, HostIdentity identity, Func<HostControlMessage, ReplyMessage> onControl)
    {
        ArgumentNullException.ThrowIfNull(around);
        (_around, _journals, _identity, _onControl) = (around, journals, identity, onControl);
        _files = new ResultFiles(around, journals);
        _stock = new StockProjection(around);
        SettleEarlierRuns();
        around.Lab.PlaceFreed += Wake;
    }

    /// <summary>The runs in hand, by campaign name.</summary>
    public IReadOnlyDictionary<string, CampaignRunner> Runs => _runners;

    /// <summary>The runs whose disk has failed, and which are opened again, by campaign name.</summary>
    public IReadOnlyDictionary<string, Interruption> Interruptions => _interruptions;

    /// <summary>Listens to the lab and routes until cancelled.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _around.Bus.ListenAsync(message => _inbox.Writer.WriteAsync(message, cancellationToken), cancellationToken);
        await await Task.WhenAny(RouteAllAsync(cancellationToken), ReplyAllAsync(cancellationToken), _stock.RunAsync(cancellationToken));
    }

    private async Task RouteAllAsync(CancellationToken cancellationToken)
    {
        while (await _inbox.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_inbox.Reader.TryRead(out var message))
            {
                await RouteAsync(message, cancellationToken);
            }
        }
    }

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    /// <summary>
    /// A release is written with the next grant, so those of a run that has ended may never have been: they follow from its journal. Without this its last steps
    /// would keep their instruments for ever. A run that cannot be read keeps its places; one that is gone, or was set aside, has none.
    /// </summary>
    private void SettleEarlierRuns()
    {
        foreach (var run in _around.Lab.Runs)
        {
            try
            {
                var state = _journals.Campaigns().Where(name => run.StartsWith($"{name}-", StringComparison.Ordinal)).Select(name => CampaignLoop.Fold(_journals.ReadCampaign(name))).FirstOrDefault(state => state.Run == run);
                _around.Lab.Settle(run, grant => state is not null && CampaignEffects.Holds(state, grant), grant => state is not null && CampaignEffects.IsUnused(state, grant));
            }
            catch (IOException)
            {
                // Said when the campaign itself is opened; its places stay taken until then.
            }
        }
    }

    private async ValueTask RouteAsync(LabMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case LabMessage.StatusArrived m:
                Deliver(m, m.Instrument, m.Status.DispatchId);
                await CloseAgainAsync(m.Instrument, m.Status.DispatchId, !m.Status.Closed && m.Status.Status != DispatchStatus.Unknown, cancellationToken);
                break;
            case LabMessage.ResultArrived m:
                Deliver(m, m.Instrument, m.Result.DispatchId);
                await CloseAgainAsync(m.Instrument, m.Result.DispatchId, true, cancellationToken);
                break;
            case LabMessage.Malformed m when m.DispatchId is not null:
                Deliver(m, m.Instrument ?? m.Topic, m.DispatchId);
                break;
            case LabMessage.Malformed m:
                _around.Lab.KeepStray(m.Instrument ?? m.Topic, null, m.Reason, Hearing.Excerpt(m));
                break;
            case LabMessage.ProposalArrived m:
                _runners.Values.FirstOrDefault(runner => m.Correlation.StartsWith($"{runner.State.Run}/", StringComparison.Ordinal))?.Hear(m);
                break;
            case LabMessage.CampaignControlArrived m:
                Steer(m);
                break;
            case LabMessage.HostControlArrived m:
                Reply(m.ReplyTo, Control(m.Control));
                break;
            default:
                See(message);
                break;
        }
    }

    private void Deliver(LabMessage message, string source, DispatchId id)
    {
        var runner = _runners.Values.FirstOrDefault(runner => runner.State.Run == id.Run);
        if (runner is not null && message is LabMessage.ResultArrived result)
        {
            _files.Take(runner, result);
        }
        else if (runner is not null)
        {
            if (Hearing.Of(message, runner.State, Now) is { } command)
            {
                runner.Post(command);
            }
        }
        else if (!_journals.Campaigns().Any(name => id.Run.StartsWith($"{name}-", StringComparison.Ordinal)))
        {
            _around.Lab.KeepStray(source, id.ToString(), "no campaign of this host has such a run", message.GetType().Name);
        }
    }

    /// <summary>
    /// What is still shown of a closed dispatch is cleared again: a publish of an earlier life of the instrument may have been on its way when the close came.
    /// </summary>
    private async ValueTask CloseAgainAsync(string instrument, DispatchId id, bool shown, CancellationToken cancellationToken)
    {
        var state = _runners.Values.Select(runner => runner.State).FirstOrDefault(state => state.Run == id.Run) ?? _ended.GetValueOrDefault(id.Run);
        if (shown && state?.Find(id) is { Closed: true })
        {
            await _around.Bus.SendAsync(instrument, new ControlMessage(ControlVerb.Close, id, state.Epoch, "it was still shown"), cancellationToken);
        }
    }

    private void See(LabMessage message)
    {
        if (!_around.Lab.View.Take(message))
        {
            return;
        }

        if (message is LabMessage.PresenceChanged { Presence: { Online: true, LedgerId: { } ledger } } presence && _ledgers.GetValueOrDefault(presence.Instrument) != ledger)
        {
            _ledgers[presence.Instrument] = ledger;
            foreach (var runner in _runners.Values)
            {
                runner.Post(new LedgerSeen(Now, presence.Instrument, ledger));
            }
        }

        Wake();
    }

    /// <summary>Waiting steps are looked at again.</summary>
    private void Wake()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Post(new Tick(Now));
        }
    }
}
