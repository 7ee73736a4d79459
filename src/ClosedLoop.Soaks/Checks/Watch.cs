using System.Text;
using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Soaks;

/// <summary>Looks on while a world runs: at every commit of a campaign, at everything that leaves the orchestrator, at everything that a device is asked to do.</summary>
internal sealed class Watch(SoakCase soaked, Func<VirtualLab> lab) : ICampaignObserver
{
    private readonly Dictionary<string, Sight> _sights = [];
    private readonly Dictionary<string, Sight> _opened = [];
    private readonly HashSet<(DispatchId Id, string Type)> _written = [];
    private readonly HashSet<string> _interrupted = [];

    public List<Violation> Violations { get; } = [];

    /// <summary>Whether every campaign has ended or is paused with nothing running, and nobody comes to resume it.</summary>
    public bool AllWaitForPerson => !soaked.Resumed && soaked.Campaigns.All(spec => (_opened.GetValueOrDefault(spec.Name) ?? _sights.GetValueOrDefault(spec.Name)) is { } sight
        && (sight.State.IsOver || (sight.Phase == CampaignPhase.Paused && !sight.State.InFlight.Any(trial => trial.Dispatches.Any(dispatch => dispatch.IsOpen)))));

    /// <summary>
    /// A new life of the orchestrator takes a campaign up: its journal must tell what was told before. The last life may have died before it told what it had written, or
    /// before that was durable: it counts once this life has told more.
    /// </summary>
    public void Reopened(string campaign)
    {
        _interrupted.Remove(campaign);
        Reopened(campaign, lab().Events(campaign));
    }

    public void Interrupted(string campaign, Interruption interruption) => _interrupted.Add(campaign);

    private void Reopened(string campaign, IReadOnlyList<CampaignEvent> events)
    {
        if (_sights.TryGetValue(campaign, out var sight))
        {
            if (events.Count < sight.Told)
            {
                Say(Promise.Durable, $"{campaign}: {sight.Told} events were told, {events.Count} are in the journal");
            }
            else if (!Same(CampaignLoop.Fold(events.Take(sight.Told)), sight.State))
            {
                Say(Promise.Replays, $"{campaign}: the journal does not tell the state after its first {sight.Told} events");
            }
        }

        if (CampaignLoop.Fold(events) is { Spec: not null } state)
        {
            _opened[campaign] = new Sight(PhaseTable.Of(state), events.Count, state);
        }
    }

    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        var name = state.Spec!.Name;
        if (_interrupted.Remove(name))
        {
            Reopened(name, [.. lab().Events(name).SkipLast(events.Count)]);
        }

        var phase = PhaseTable.Of(state);
        var before = _opened.Remove(name, out var opened) ? opened : _sights.GetValueOrDefault(name);
        if (before is not null && !PhaseTable.Allows(before.Phase, phase))
        {
            Say(Promise.Phases, $"{name}: {before.Phase} to {phase} by {string.Join(", ", events.Select(happened => happened.GetType().Name))}");
        }

        _sights[name] = new Sight(phase, (before?.Told ?? 0) + events.Count, state);
        LookAtBudget(soaked.Campaigns.Single(spec => spec.Name == name), state, events);
        LookAtWork(state);
    }

    public void Sends(CommandMessage command)
    {
        if (!IsWritten(command.DispatchId, "stepDispatched"))
        {
            Say(Promise.JournalFirst, $"the command of {command.DispatchId} is sent before its decision is written");
        }
    }

    public void Sends(ControlMessage control)
    {
        if (control is { Verb: ControlVerb.Close, DispatchId: { } id } && !IsWritten(id, "stepSucceeded") && !IsWritten(id, "stepFailed") && !IsWritten(id, "stepIndeterminate"))
        {
            Say(Promise.JournalFirst, $"{id} is closed before its end is written");
        }
    }

    /// <summary>A question is shown, or shown no longer.</summary>
    public void Shows(string request, RequestMessage? asked)
    {
        var campaign = soaked.Campaigns.First(spec => request.StartsWith($"{spec.Name}-", StringComparison.Ordinal)).Name;
        var known = CampaignLoop.Fold(lab().Events(campaign)).Requests.GetValueOrDefault(request);
        if (known is null || (asked is null && known.Answer is null && CampaignLoop.OpenRequests(CampaignLoop.Fold(lab().Events(campaign))).Contains(known)))
        {
            Say(Promise.JournalFirst, $"{request} is {(asked is null ? "withdrawn while it is open" : "shown before it is written")}");
        }
    }

    /// <summary>A device is about to act on a command.</summary>
    public void Performs(string instrument, CapabilitiesMessage declared, CommandMessage command)
    {
        var limits = declared.Capabilities.FirstOrDefault(capability => capability.Name == command.Capability)?.Limits;
        foreach (var (name, limit) in limits ?? new Dictionary<string, ParameterLimit>())
        {
            if (command.Parameters.TryGetValue(name, out var value) && value.IsNumber && (value.Number < limit.Lower || value.Number > limit.Upper))
            {
                Say(Promise.Limits, $"{instrument} acts on {command.DispatchId} with {name} = {value}, outside {limit.Lower} … {limit.Upper}");
            }
        }
    }

    /// <summary>A device has so much to do.</summary>
    public void Works(string instrument, CapabilitiesMessage declared, int working)
    {
        if (working > declared.Capacity)
        {
            Say(Promise.Limits, $"{instrument} does {working} steps side by side and can do {declared.Capacity}");
        }
    }

    public void Say(Promise promise, string text) => Violations.Add(new Violation(promise, text));

    /// <summary>Whether two states are the same to the last digit.</summary>
    public static bool Same(CampaignState a, CampaignState b) => JsonSerializer.SerializeToUtf8Bytes(a).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(b));

    private void LookAtBudget(CampaignSpec spec, CampaignState state, IReadOnlyList<CampaignEvent> events)
    {
        if (state.Trials.Count > spec.Budget.Trials || state.Spent > spec.Budget.Cost * (1 + 1e-9))
        {
            Say(Promise.Budget, $"{spec.Name}: {state.Trials.Count} trials of {spec.Budget.Trials}, cost {state.Spent} of {spec.Budget.Cost}");
        }

        foreach (var proposed in events.OfType<BatchProposed>().SelectMany(batch => batch.Trials))
        {
            if (spec.Space.WhyNot(proposed.Proposed.Candidate) is { } reason)
            {
                Say(Promise.Limits, $"{spec.Name}: trial {proposed.Trial} is not in the space: {reason}");
            }

            if (spec.Budget.Time is { } time && state.LastAt > state.StartedAt + time + LoopTimes.LongestWait)
            {
                Say(Promise.Budget, $"{spec.Name}: trial {proposed.Trial} was proposed {state.LastAt - state.StartedAt} after the start, and {time} are allowed");
            }
        }
    }

    /// <summary>Something is owed or awaited of every trial in flight, and every wait ends.</summary>
    private void LookAtWork(CampaignState state)
    {
        var work = CampaignLoop.NextWork(state, state.LastAt);
        if (work.Contains(new CampaignWork.Finish()))
        {
            return;
        }

        if (work.OfType<CampaignWork.Await>().SingleOrDefault() is not { } wait || wait.Deadline > state.LastAt + LoopTimes.LongestWait)
        {
            Say(Promise.Deadlines, $"{state.Spec!.Name}: in {PhaseTable.Of(state)} nothing wakes it by {state.LastAt + LoopTimes.LongestWait:HH:mm:ss}");
        }

        foreach (var request in CampaignLoop.OpenRequests(state).Where(request => !soaked.Strange))
        {
            var due = request.Asked.Deadline > state.OpenedAt ? request.Asked.Deadline : state.OpenedAt;
            if (state.LastAt > due + (2 * LoopTimes.LongestWait))
            {
                Say(Promise.Deadlines, $"{request.Id} is still open at {state.LastAt:HH:mm:ss}, and was due by {request.Asked.Deadline:HH:mm:ss}");
            }
        }

        foreach (var trial in state.InFlight)
        {
            var open = trial.Dispatches.Find(dispatch => dispatch.IsOpen);
            var known = open is null
                ? state.Paused || state.Draining || OwesStep(state, trial) || CampaignLoop.OpenRequests(state).Any(request => request.Asked.Trial == trial.Number)
                : open.Phase == DispatchPhase.Accepted || work.Contains(new CampaignWork.Send(open.Id)) || work.Contains(new CampaignWork.Cancel(open.Id));
            if (!known)
            {
                Say(Promise.NoTrialForgotten, $"{state.Spec!.Name}: nothing is owed of trial {trial.Number}, which is in flight{(open is null ? "" : $" with {open.Id} {open.Phase}")}");
            }
        }
    }

    /// <summary>Whether an attempt at some step is owed, now or after a wait.</summary>
    private static bool OwesStep(CampaignState state, TrialState trial) => state.Spec!.WorkflowOf(trial.Proposed.Source)
        .Any(step => CampaignLoop.Owes(state, new DispatchId(state.Run, trial.Number, step.Name, (trial.Last(step.Name)?.Id.Attempt ?? 0) + 1)));

    /// <summary>Looks for the event's text: reading the journal as events at every send would take too long.</summary>
    private bool IsWritten(DispatchId id, string type)
    {
        if (_written.Contains((id, type)))
        {
            return true;
        }

        var campaign = soaked.Campaigns.First(spec => id.Run.StartsWith($"{spec.Name}-", StringComparison.Ordinal)).Name;
        var path = Path.Combine(lab().Journals.FolderOf(campaign), "journal.jsonl");
        var wanted = Encoding.UTF8.GetBytes($"\"type\":\"{type}\",\"v\":1,\"data\":{{\"id\":\"{id}\"");
        var disk = lab().Orchestrator.Disk.Outside;
        return disk.Exists(path) && disk.Read(path).AsSpan().IndexOf(wanted) >= 0 && _written.Add((id, type));
    }

    /// <summary>What was last told of a campaign.</summary>
    private sealed record Sight(CampaignPhase Phase, int Told, CampaignState State);
}
