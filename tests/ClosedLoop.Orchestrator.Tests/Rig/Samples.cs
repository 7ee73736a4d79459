using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A campaign with one parameter, one step and one objective, and what its instrument may say.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 20, 0, 0, TimeSpan.Zero);

    public static CampaignSpec Spec { get; } = new()
    {
        Name = "one",
        Seed = 17,
        Space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }] },
        Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }],
        Workflow = [new Step { Name = "measure", Capability = "measure", Inputs = new Dictionary<string, StepInput> { ["x"] = StepInput.Of("x") }, Outputs = ["y"] }],
        Batch = new BatchPolicy(BatchMode.Asynchronous, 1),
        Budget = new Budget(3, null, null),
        InitialTrials = 2,
        Lab = "lab",
    };

    public static ProposedCandidate Proposed(double x) => new(new Candidate([new("x", x)]), [], null, "sobol");

    public static LabMessage.PresenceChanged Presence(string instrument, bool online = true, long epoch = 1, string? ledger = "L1") => new(instrument, new PresenceMessage(online, epoch, ledger, At));

    public static LabMessage.StateChanged State(string instrument, string activity = "idle", string health = "ok") => new(instrument, new StateMessage(health, activity, [], null, At));

    public static LabMessage.CapabilitiesChanged Capabilities(string instrument, int capacity = 1) => new(
        instrument,
        new CapabilitiesMessage([new CapabilityMessage("measure", ["x"], ["y"], new Dictionary<string, ParameterLimit> { ["x"] = new(0, 1, null) }, 1)], capacity, true, true, "1.0"));

    public static StatusMessage Status(DispatchId id, DispatchStatus status) => new() { DispatchId = id, Status = status, LedgerId = "L1", At = At };

    public static ResultMessage Result(DispatchId id, double y) => new(id, "L1", new Dictionary<string, ParameterValue> { ["y"] = y }, At, At, []);
}
