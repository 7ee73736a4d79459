using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>The planner's answer.</summary>
/// <param name="Candidates">Up to the number asked for; fewer when the space has no more untried candidates (then possibly none).</param>
/// <param name="Model">The surrogate that was used; null in the initial design.</param>
public sealed record Proposal(IReadOnlyList<ProposedCandidate> Candidates, ModelSummary? Model);
