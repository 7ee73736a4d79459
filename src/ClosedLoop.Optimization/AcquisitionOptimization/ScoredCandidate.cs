using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A candidate, its encoded point and its acquisition value.</summary>
internal sealed record ScoredCandidate(Candidate Candidate, double[] Point, double Value);
