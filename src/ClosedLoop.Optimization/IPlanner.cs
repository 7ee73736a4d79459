using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>The optimizer as the loop sees it. Synchronous, deterministic, without memory that changes an answer (it may cache a fit by its data).</summary>
public interface IPlanner
{
    /// <summary>Fits the surrogate to all observations so far; null when there are too few to fit anything.</summary>
    ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed);

    /// <summary>Proposes the next candidates. Pending ones condition the answer; a candidate already tried or pending is not proposed again.</summary>
    Proposal Propose(PlanningProblem problem, PlanningRequest request);
}
