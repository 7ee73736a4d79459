using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The optimizer is not told of one of the trials in flight.</summary>
internal sealed class ForgetsPending(IPlanner inner) : IPlanner
{
    public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed) => inner.Retrain(problem, observed);

    public Proposal Propose(PlanningProblem problem, PlanningRequest request) => inner.Propose(problem, request with { Pending = [.. request.Pending.Skip(1)] });
}
