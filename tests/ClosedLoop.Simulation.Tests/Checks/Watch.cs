using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Looks on while a world runs.</summary>
internal sealed class Watch(LabWorld world) : ICampaignObserver
{
    private readonly Dictionary<string, CampaignPhase> _phases = [];

    public List<Violation> Violations { get; } = [];

    /// <summary>A new life of the orchestrator takes a campaign up; the last one may have died before it told what it had written.</summary>
    public void Reopened(string campaign)
    {
        _phases.Remove(campaign);
        if (CampaignLoop.Fold(world.Events(campaign)) is { Spec: not null } state)
        {
            _phases[campaign] = PhaseTable.Of(state);
        }
    }

    public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash)
    {
        var name = state.Spec!.Name;
        var phase = PhaseTable.Of(state);
        if (_phases.TryGetValue(name, out var before) && !PhaseTable.Allows(before, phase))
        {
            Violations.Add(new Violation(Promise.Phases, $"{before} to {phase} by {string.Join(", ", events.Select(happened => happened.GetType().Name))}"));
        }

        _phases[name] = phase;
    }

    public void Sends(CommandMessage command)
    {
        if (!IsWritten(command.DispatchId, "stepDispatched"))
        {
            Violations.Add(new Violation(Promise.JournalFirst, $"the command of {command.DispatchId} is sent before its decision is written"));
        }
    }

    public void Sends(ControlMessage control)
    {
        if (control is { Verb: ControlVerb.Close, DispatchId: { } id } && !IsWritten(id, "stepSucceeded") && !IsWritten(id, "stepFailed") && !IsWritten(id, "stepIndeterminate"))
        {
            Violations.Add(new Violation(Promise.JournalFirst, $"{id} is closed before its end is written"));
        }
    }

    /// <summary>Looks for the event's text: reading the journal as events at every send would take too long.</summary>
    private bool IsWritten(DispatchId id, string type)
    {
        var campaign = world.Settings.Campaigns.First(spec => id.Run.StartsWith($"{spec.Name}-", StringComparison.Ordinal)).Name;
        var path = Path.Combine(world.Journals.FolderOf(campaign), "journal.jsonl");
        var wanted = Encoding.UTF8.GetBytes($"\"type\":\"{type}\",\"v\":1,\"data\":{{\"id\":\"{id}\"");
        return world.Orchestrator.Disk.Outside.Exists(path) && world.Orchestrator.Disk.Outside.Read(path).AsSpan().IndexOf(wanted) >= 0;
    }
}
