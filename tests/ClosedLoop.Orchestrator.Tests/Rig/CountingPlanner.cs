using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>Proposes x = 0.01, 0.02, …; fails when told to.</summary>
internal sealed class CountingPlanner : IPlanner
{
    public string? Failure { get; set; }

    public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed) =>
        Failure is null ? null : throw new ArithmeticException(Failure);

    public Proposal Propose(PlanningProblem problem, PlanningRequest request) =>
        new([.. Enumerable.Range(1, request.Count).Select(i => Samples.Proposed((request.Observed.Count + request.Pending.Count + i) / 100.0))], null);
}
