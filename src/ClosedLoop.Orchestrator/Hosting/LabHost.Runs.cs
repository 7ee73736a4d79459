using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;

namespace ClosedLoop.Orchestrator;

/// <summary>The runs of this host, each through any number of lives.</summary>
public sealed partial class LabHost
{
    /// <summary>A disk was full for a moment.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>Somebody has to see to the disk.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Starts a campaign, or continues it, and runs it to its end, suspension or fault. When the disk fails under it, its observers are told, and it is opened again after
    /// a wait of seconds at first and minutes in the end: resume is run.
    /// </summary>
    /// <param name="name">The campaign's name.</param>
    /// <param name="spec">The campaign as its file says it now; null to continue what the journal says.</param>
    /// <param name="observers">Who watches.</param>
    /// <param name="abandon">Lets go at once, as a crash would.</param>
    /// <exception cref="CampaignRefusedException">It runs already, has ended, or its file has changed since it was started.</exception>
    /// <exception cref="IOException">Its journal is damaged or in use elsewhere; or its disk has failed and the host is drained.</exception>
    public async Task<CampaignState> RunAsync(string name, CampaignSpec? spec, IReadOnlyList<ICampaignObserver> observers, CancellationToken abandon)
    {
        if (!_taken.Add(name))
        {
            throw new CampaignRefusedException($"campaign '{name}' is running already", []);
        }

        try
        {
            for (var wait = FirstWait; ;)
            {
                var began = _around.Time.GetTimestamp();
                try
                {
                    return await LiveAsync(name, spec, observers, abandon);
                }
                catch (IOException error) when (Journals.MayPass(error))
                {
                    wait = _around.Time.GetElapsedTime(began) > wait ? FirstWait : wait < LongestWait ? 2 * wait : wait;
                    Interrupt(name, new Interruption(error.Message, Now + wait), observers);
                    await Task.WhenAny(Task.Delay(wait, _around.Time, abandon), _drained.Task);
                    abandon.ThrowIfCancellationRequested();
                    if (_drained.Task.IsCompleted)
                    {
                        throw;
                    }
                }
            }
        }
        finally
        {
            _taken.Remove(name);
            _interruptions.Remove(name);
        }
    }

    private void Interrupt(string name, Interruption interruption, IReadOnlyList<ICampaignObserver> observers)
    {
        _interruptions[name] = interruption;
        foreach (var observer in observers)
        {
            observer.Interrupted(name, interruption);
        }
    }

    /// <summary>From the opening of a run's journal until the run ends, or its disk fails.</summary>
    private async Task<CampaignState> LiveAsync(string name, CampaignSpec? spec, IReadOnlyList<ICampaignObserver> observers, CancellationToken abandon)
    {
        using var journal = _journals.OpenCampaign(name);
        var runner = new CampaignRunner(journal, _around, observers);
        var first = First(name, spec, runner.State);
        _runners.Add(name, runner);
        _interruptions.Remove(name);
        foreach (var (instrument, ledger) in _ledgers)
        {
            runner.Post(new LedgerSeen(Now, instrument, ledger));
        }

        try
        {
            var state = await runner.RunAsync(first, abandon);
            return _ended[state.Run] = state;
        }
        finally
        {
            _runners.Remove(name);
            _around.Lab.Forget(runner.State.Run);
        }
    }

    /// <summary>Lets running steps end, then lets go of every run.</summary>
    public void Drain(string reason)
    {
        _drained.TrySetResult();
        foreach (var runner in _runners.Values)
        {
            runner.Post(new SteerCampaign(Now, SteeringOrder.Drain, reason));
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
}
