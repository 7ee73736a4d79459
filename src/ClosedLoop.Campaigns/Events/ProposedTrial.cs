using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A candidate accepted into the campaign.</summary>
/// <param name="Trial">Trial number, from 1.</param>
/// <param name="Proposed">The candidate and the reasons for it.</param>
public sealed record ProposedTrial(int Trial, ProposedCandidate Proposed);
