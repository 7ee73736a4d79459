namespace ClosedLoop.Domain;

/// <summary>What the optimizer is told of a failed trial.</summary>
public enum FailurePolicy
{
    /// <summary>Nothing but that the candidate was tried: it is not proposed again.</summary>
    Skip,

    /// <summary>The worst loss observed so far, so that the neighbourhood is avoided.</summary>
    Penalty,

    /// <summary>That the candidate failed: a classifier learns where trials fail, and the probability of success counts.</summary>
    Learn,
}
