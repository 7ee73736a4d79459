using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary>Proposes without thinking, so that what is left is the loop's own time.</summary>
internal sealed class FixedPlanner : IPlanner
{
    public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed) => null;

    public Proposal Propose(PlanningProblem problem, PlanningRequest request) => new(
        [.. Enumerable.Range(1, request.Count).Select(i => new ProposedCandidate(new Candidate([new("x", 1.0 / (request.Observed.Count + request.Pending.Count + i))]), [], null, "fixed"))],
        null);
}
