using System.Threading.Channels;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>Owns the lab and its bus for one process: runs campaigns and brings each message to the run that it concerns. Lives on one thread.</summary>
public sealed class LabHost
{
    private const int InboxSize = 10_000;

    private readonly RunnerSurroundings _around;
    private readonly Journals _journals;
    private readonly HostIdentity _identity;
    private readonly Func<HostControlMessage, ReplyMessage> _onControl;
    private readonly Channel<LabMessage> _inbox = Channel.CreateBounded<LabMessage>(InboxSize);
    private readonly Dictionary<string, CampaignRunner> _runners = new(StringComparer.Ordinal);
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

    /// <summary>Listens to the lab and routes until cancelled.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _around.Bus.ListenAsync(message => _inbox.Writer.WriteAsync(message, cancellationToken), cancellationToken);
        await await Task.WhenAny(RouteAllAsync(cancellationToken), _stock.RunAsync(cancellationToken));
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

    /// <summary>Starts a campaign, or continues it, and runs it to its end, suspension or fault.</summary>
    /// <param name="name">The campaign's name.</param>
    /// <param name="spec">The campaign as its file says it now; null to continue what the journal says.</param>
    /// <param name="observers">Who watches.</param>
    /// <param name="abandon">Lets go at once, as a crash would.</param>
    /// <exception cref="CampaignRefusedException">It runs already, has ended, or its file has changed since it was started.</exception>
    public async Task<CampaignState> RunAsync(string name, CampaignSpec? spec, IReadOnlyList<ICampaignObserver> observers, CancellationToken abandon)
    {
        if (_runners.ContainsKey(name))
        {
            throw new CampaignRefusedException($"campaign '{name}' is running already", []);
        }

        using var journal = _journals.OpenCampaign(name);
        var runner = new CampaignRunner(journal, _around, observers);
        var first = First(name, spec, runner.State);
        _runners.Add(name, runner);
        foreach (var (instrument, ledger) in _ledgers)
        {
            runner.Post(new LedgerSeen(Now, instrument, ledger));
        }

        try
        {
            return await runner.RunAsync(first, abandon);
        }
        finally
        {
            _runners.Remove(name);
            _around.Lab.Forget(runner.State.Run);
            _ended[runner.State.Run] = runner.State;
        }
    }

    /// <summary>Lets running steps end, then lets go of every run.</summary>
    public void Drain(string reason)
    {
        foreach (var runner in _runners.Values)
        {
            runner.Post(new SteerCampaign(Now, SteeringOrder.Drain, reason));
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

    private List<CampaignCommand> First(string name, CampaignSpec? spec, CampaignState state)
    {
        var commands = new List<CampaignCommand>();
        if (state.Stage == RunStage.None)
        {
            var started = spec ?? throw new CampaignRefusedException($"campaign '{name}' has not started, so its file is needed", []);
            commands.Add(new StartCampaign(Now, $"{name}-{_identity.NewRunSuffix()}", started, CampaignSpecHash.Of(started)) { DryRun = _identity.DryRun });
        }
        else if (state.DryRun != _identity.DryRun)
        {
            throw new CampaignRefusedException($"run {state.Run} of campaign '{name}' is {(state.DryRun ? "a dry run and is never continued by a real host" : "no dry run")}", []);
        }
        else if (spec is not null && CampaignSpecHash.Of(spec) != state.SpecHash)
        {
            throw new CampaignRefusedException($"the file of campaign '{name}' has changed since run {state.Run} was started", CampaignSpecHash.Difference(state.Spec!, spec));
        }

        if (!state.IsOver)
        {
            commands.Add(new OpenCampaign(Now, _identity.Host, _identity.Runtime, _identity.VectorWidth));
        }

        return commands;
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
                await AnswerAsync(m.ReplyTo, Steer(m), cancellationToken);
                break;
            case LabMessage.HostControlArrived m:
                await AnswerAsync(m.ReplyTo, m.Control.Verb == HostVerb.Refill ? Refill(m.Control) : _onControl(m.Control), cancellationToken);
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

    private ReplyMessage Steer(LabMessage.CampaignControlArrived message)
    {
        if (!_runners.TryGetValue(message.Campaign, out var runner))
        {
            return new ReplyMessage(false, [$"campaign '{message.Campaign}' is not running on {_identity.Host}"]);
        }

        if (message.Control.Verb is CampaignVerb.Approve or CampaignVerb.Reject)
        {
            return Answer(runner, message.Control);
        }

        var order = message.Control.Verb switch
        {
            CampaignVerb.Pause => SteeringOrder.Pause,
            CampaignVerb.Resume => SteeringOrder.Resume,
            CampaignVerb.Stop => SteeringOrder.Stop,
            _ => SteeringOrder.Abort,
        };
        runner.Post(new SteerCampaign(Now, order, message.Control.Reason ?? $"an operator asked to {message.Control.Verb}".ToLowerInvariant()));
        return new ReplyMessage(true, [$"{message.Control.Verb} of '{message.Campaign}' is under way"]);
    }

    private ReplyMessage Answer(CampaignRunner runner, CampaignControlMessage control)
    {
        if (!CampaignLoop.OpenRequests(runner.State).Any(request => request.Id == control.Request))
        {
            var open = string.Join(", ", CampaignLoop.OpenRequests(runner.State).Select(request => request.Id));
            return new ReplyMessage(false, [$"campaign '{runner.State.Spec!.Name}' has no open request '{control.Request}'; {(open.Length == 0 ? "none is open" : $"open are {open}")}"]);
        }

        var approved = control.Verb == CampaignVerb.Approve;
        runner.Post(new AnswerRequest(Now, control.Request!, approved, control.Reason ?? "an operator says so"));
        return new ReplyMessage(true, [$"{control.Request} is {(approved ? "approved" : "rejected")}"]);
    }

    private ReplyMessage Refill(HostControlMessage control) => _around.Lab.Count(control.Item!, control.Amount!.Value, control.RequestId, "an operator says so") is { } text
        ? new ReplyMessage(true, [text])
        : new ReplyMessage(false, [$"the lab keeps no stock '{control.Item}'; it keeps {string.Join(", ", _around.Lab.Stock.Select(stock => stock.Item.Name).DefaultIfEmpty("none"))}"]);

    private async ValueTask AnswerAsync(ReplyAddress? replyTo, ReplyMessage reply, CancellationToken cancellationToken)
    {
        if (replyTo is not null)
        {
            await _around.Bus.ReplyAsync(replyTo, reply, cancellationToken);
        }
    }
}
